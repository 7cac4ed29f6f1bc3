// Hearing of changes of a wall: server-sent events, and polling where they do not work.
export function listen(address, changed) {
  let since = 0;
  let polls;
  const take = (text) => {
    const change = JSON.parse(text);
    since = change.version;
    changed(change);
  };
  const poll = async () => {
    try {
      const answer = await fetch(`${address}now/?since=${since}`, { cache: "no-store" });
      if (answer.ok) {
        const text = await answer.text();
        if (JSON.parse(text).version !== since || !since) take(text);
        else changed(null);
      }
    } catch {
      // Asked again.
    }
    polls = setTimeout(poll, 3000 + Math.random() * 1000);
  };
  const source = new EventSource(address);
  source.addEventListener("message", ({ data }) => {
    clearTimeout(polls);
    polls = undefined;
    take(data);
  });
  source.addEventListener("error", () => {
    if (!polls) polls = setTimeout(poll, 1000);
  });
}

export function timers(root = document) {
  for (const one of root.querySelectorAll("[data-timer]")) {
    const left = Math.max(0, Math.round(Number(one.dataset.timer) - Date.now() / 1000));
    one.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    one.classList.toggle("is-over", left === 0);
  }
}
setInterval(timers, 1000);
timers();
