"""Every rule that the schema leaves open, broken once; and all faults of a document named at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree

from alerts.domain.errors import CapRefusedError
from alerts.domain.model.codes import MsgType
from alerts.formats import cap

POLYGON = r"<polygon>[^<]*</polygon>"
AREA = r"(?s)<area>.*?</area>"


def faults(document: str) -> list[str]:
    with pytest.raises(CapRefusedError) as refused:
        cap.check(document)
    assert all(fault.de and fault.en for fault in refused.value.faults)
    return [fault.place for fault in refused.value.faults]


def broken(document: str, pattern: str, by: str, count: int = 1) -> str:
    changed, times = re.subn(pattern, lambda _: by, document, count=count)
    assert times == (count or times) > 0
    return changed


INFO = "alert/info[0]"
RING = f"{INFO}/area[0]/polygon[0]"


@pytest.mark.parametrize(
    ("pattern", "by", "place"),
    [
        ("<sent>[^<]*", "<sent>2026-11-24T02:15:30Z", "alert/sent"),
        ("<sent>[^<]*", "<sent>2026-11-24T02:15:30.5+01:00", "alert/sent"),
        ("<sent>[^<]*", "<sent>2026-02-30T02:15:30+01:00", "alert/sent"),
        ("<sent>[^<]*", "<sent>2026-11-24T02:15:30", "alert/sent"),
        ("<expires>[^<]*", "<expires>2026-11-24T00:15:30+01:00", f"{INFO}/expires"),
        ("<onset>[^<]*", "<onset>2026-12-24T00:15:30+01:00", f"{INFO}/expires"),
        ("<effective>[^<]*", "<effective>2026-11-24T00:15:30+01:00", f"{INFO}/effective"),
        ("<effective>[^<]*", "<effective>soon", f"{INFO}/effective"),
        ("<identifier>[^<]*", "<identifier>with space", "alert/identifier"),
        ("<identifier>[^<]*", "<identifier>a,b", "alert/identifier"),
        ("<identifier>[^<]*", "<identifier>", "alert/identifier"),
        ("<identifier>[^<]*</identifier>", "", "alert/identifier"),
        ("<sender>[^<]*", "<sender>a&lt;b", "alert/sender"),
        ("<status>[^<]*", "<status>Real", "alert/status"),
        ("<msgType>[^<]*", "<msgType>Update", "alert/references"),
        ("<msgType>[^<]*", "<msgType>Cancel", "alert/references"),
        ("<scope>[^<]*", "<scope>Restricted", "alert/restriction"),
        ("<scope>[^<]*", "<scope>Private", "alert/addresses"),
        ("</scope>", "</scope><source>x</source>", "alert"),
        ("</scope>", "</scope><scope>Public</scope>", "alert/scope"),
        ("</scope>", "</scope><colour>red</colour>", "alert/colour"),
        ("</scope>", "</scope><references>a,b</references>", "alert/references[0]"),
        ("</scope>", "</scope><references>a,b,yesterday</references>", "alert/references[0]"),
        (
            "</scope>",
            "</scope><references>a,b,2026-01-01T00:00:00+01:00 a,b,2026-01-01T00:00:00+01:00</references>",
            "alert/references",
        ),
        (
            "</scope>",
            "</scope><references>a,2026.11.24.mitte.0001,2026-01-01T00:00:00+01:00</references>",
            "alert/references[0]",
        ),
        ("<language>en", "<language>de", "alert/info"),
        ("<language>de", "<language>d e", "alert/info/language"),
        ("<severity>[^<]*", "<severity>Bad", f"{INFO}/severity"),
        ("<category>[^<]*</category>", "", f"{INFO}/category"),
        ("<event>[^<]*", "<event> ", f"{INFO}/event"),
        ("<headline>[^<]*", f"<headline>{'x' * 161}", f"{INFO}/headline"),
        ("<web>[^<]*", "<web>/a/1", f"{INFO}/web"),
        ("<areaDesc>[^<]*</areaDesc>", "", f"{INFO}/area[0]/areaDesc"),
        (POLYGON, "<polygon>52,13 53,13 53,14</polygon>", RING),
        (POLYGON, "<polygon>52,13 53,13 53,14 52,14</polygon>", RING),
        (POLYGON, "<polygon>952,13 53,13 53,14 952,13</polygon>", f"{RING}, Punkt 0"),
        (POLYGON, "<polygon>52,13 53,NaN 53,14 52,13</polygon>", f"{RING}, Punkt 1"),
        (POLYGON, "<polygon>52;13 53,13 53,14 52;13</polygon>", f"{RING}, Punkt 0"),
        (POLYGON, "<polygon>13.3,52.5 13.4,52.5 13.4,52.6 13.3,52.5</polygon>", RING),
        (POLYGON, "<polygon>52,13 53,14 53,13 52,14 52,13</polygon>", RING),
        (POLYGON, "<polygon>52,13 53,14 52,13 52,13</polygon>", RING),
        (POLYGON, f"<polygon>{'52,13 ' * 101}</polygon>", RING),
        (AREA, "<area><areaDesc>x</areaDesc></area>", f"{INFO}/area[0]"),
        (AREA, "<area><areaDesc>x</areaDesc><circle>foo</circle></area>", f"{INFO}/area[0]/circle[0]"),
        (AREA, "<area><areaDesc>x</areaDesc><circle>52,13 -1</circle></area>", f"{INFO}/area[0]/circle[0]"),
        (AREA, "<area><areaDesc>x</areaDesc><circle>95,13 1</circle></area>", f"{INFO}/area[0]/circle[0]"),
        (
            AREA,
            "<area><areaDesc>x</areaDesc><circle>52,13 1</circle><ceiling>9</ceiling></area>",
            f"{INFO}/area[0]/ceiling",
        ),
        ("<value>110000000000</value>\n *</geocode>", "<value>11</value></geocode>", f"{INFO}/area[0]/geocode[0]"),
        (r"(?s)<info>.*</info>", "", "alert/info"),
        (r"(?s)<area>.*?</area>\s*</info>", "</info>", f"{INFO}/area"),
    ],
)
def test_each_fault_is_named_with_its_place(released: Any, pattern: str, by: str, place: str) -> None:
    document = broken(cap.write(released({"zones": ()}, zones=())), pattern, by)
    assert place in faults(document)


def test_all_faults_are_named_at_once(released: Any) -> None:
    document = cap.write(released({"zones": ()}, zones=()))
    document = broken(document, "<sent>[^<]*", "<sent>now")
    document = broken(document, POLYGON, "<polygon>952,13</polygon>", count=2)
    assert faults(document) == [
        "alert/sent",
        "alert/info[0]/area[0]/polygon[0]",
        "alert/info[0]/area[0]/polygon[0], Punkt 0",
        "alert/info[1]/area[0]/polygon[0]",
        "alert/info[1]/area[0]/polygon[0], Punkt 0",
    ]


def test_what_is_fine_passes_quietly(released: Any, predecessor: Any) -> None:
    document = cap.write(released())
    cap.check(document)
    cap.check(broken(document, AREA, "<area><areaDesc>x</areaDesc><circle>52.5,13.4 0.5</circle></area>"))
    cap.check(cap.write(released({"msg_type": MsgType.UPDATE}, references=(predecessor,))))
    cap.check(broken(document, "<sent>[^<]*", "<sent>2026-11-24T02:15:30-00:00"))


def test_the_schema_alone_would_have_let_these_pass(released: Any, schema: etree.XMLSchema) -> None:
    document = cap.write(released({"zones": ()}, zones=()))
    for by in ("<polygon>952,13</polygon>", "<circle>foo</circle>"):
        wrong = broken(document, POLYGON, by)
        schema.assertValid(etree.fromstring(wrong.encode()))
        assert faults(wrong)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no xml",
        "<alert/>",
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.1"/>',
        "<alert",
        '<!DOCTYPE alert [<!ENTITY a "b">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">&a;</alert>',
        '<!DOCTYPE alert SYSTEM "file:///etc/passwd"><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>',
    ],
)
def test_what_is_no_cap_is_refused(document: str) -> None:
    with pytest.raises(CapRefusedError):
        cap.check(document)
    with pytest.raises(CapRefusedError):
        cap.read(document)


def test_entity_bombs_files_and_giants_do_nothing(released: Any) -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    document = cap.write(released())
    head, body = document.split("?>\n", 1)
    for dtd in (bomb, '<!ENTITY a8 SYSTEM "file:///etc/hostname">'):
        wrong = f"{head}?>\n<!DOCTYPE alert [{dtd}]>{body}".replace("Bombenfund", "&a8;", 1)
        assert faults(wrong) == ["document"]
    assert faults(document + " " * (4 * 2**20)) == ["document"]


def test_a_comment_inside_changes_nothing_that_is_read(released: Any) -> None:
    document = cap.write(released()).replace("Bombenfund in", "Bomben<!-- kein -->fund in", 1)
    assert cap.read(document).infos[0].headline == "Bombenfund in Moabit: Gebiet verlassen"


def test_a_signature_is_seen_and_left_alone(released: Any) -> None:
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    document = cap.write(released())
    assert cap.read(document).is_signed is False
    assert cap.read(document.replace("</alert>", f"{signature}</alert>")).is_signed is True
