// Asks for a part of the page again and again, and puts it in where it has changed. While somebody works in it, it stays.

export function keep(id, address, every, busy, after = () => {}) {
  const ask = async () => {
    const part = document.getElementById(id);
    if (document.hidden || busy(part)) return;
    try {
      const answer = await fetch(address(part), { redirect: "error" });
      if (answer.status !== 200) return;
      const html = await answer.text();
      if (busy(part)) return;
      part.outerHTML = html;
      after();
    } catch {
      // The server is away or the page is being left; what stands here is asked for again.
    }
  };
  setInterval(ask, every);
}
