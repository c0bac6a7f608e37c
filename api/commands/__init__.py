"""The commands of ``ortsruf``, a file a noun."""
