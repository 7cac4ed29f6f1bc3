// Ranking: buttons and dragging beside the lists of places. The lists stay what is sent.

function ranking(box) {
  const said = box.parentElement.querySelector("[data-ranked]");
  const lines = () => [...box.querySelectorAll(".line")];
  const select = (line) => line.querySelector("select");
  const name = (line) => line.querySelector("label").textContent.trim();
  const ranked = () => lines().filter((line) => select(line).value).sort((a, b) => Number(select(a).value) - Number(select(b).value));

  const put = (order, moved) => {
    order.forEach((line, n) => {
      select(line).value = String(n + 1);
    });
    const focused = document.activeElement;
    for (const line of [...order, ...lines().filter((one) => !order.includes(one))]) box.append(line);
    if (box.contains(focused)) focused.focus();
    if (said) said.textContent = box.dataset.says.replace("{name}", name(moved)).replace("{n}", select(moved).value);
    select(moved).dispatchEvent(new Event("input", { bubbles: true }));
  };
  const move = (line, by) => {
    const order = ranked();
    const place = order.indexOf(line);
    if (place < 0) order.push(line);
    else {
      const target = Math.min(Math.max(place + by, 0), order.length - 1);
      order.splice(place, 1);
      order.splice(target, 0, line);
    }
    put(order, line);
  };
  const button = (line, text, sign, by) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "ds-button";
    one.dataset.variant = "secondary";
    one.setAttribute("aria-label", text.replace("{name}", name(line)));
    one.textContent = sign;
    one.addEventListener("click", () => move(line, by));
    return one;
  };
  const drag = (line) => {
    line.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button, select") || event.button !== 0 || event.pointerType === "touch") return;
      event.preventDefault();
      line.classList.add("dragged");
      line.setPointerCapture(event.pointerId);
      const follow = (at) => {
        const over = lines().find((one) => one !== line && at.clientY > one.getBoundingClientRect().top && at.clientY < one.getBoundingClientRect().bottom);
        if (over) (lines().indexOf(over) > lines().indexOf(line) ? over.after(line) : over.before(line));
      };
      const drop = () => {
        line.classList.remove("dragged");
        line.removeEventListener("pointermove", follow);
        const order = lines();
        const last = Math.max(order.indexOf(line), ...order.map((one, n) => (select(one).value ? n : -1)));
        put(order.slice(0, last + 1), line);
      };
      line.addEventListener("pointermove", follow);
      line.addEventListener("pointerup", drop, { once: true });
      line.addEventListener("pointercancel", drop, { once: true });
    });
  };
  for (const line of lines()) {
    const pair = document.createElement("div");
    pair.className = "movers";
    pair.append(button(line, box.dataset.up, "↑", -1), button(line, box.dataset.down, "↓", 1));
    line.append(pair);
    line.classList.add("movable");
    drag(line);
  }
}

// A number on a line: buttons for small steps, and a line to drag for those who point.
function slider(box) {
  const field = box.querySelector("input");
  const [min, max, step] = [box.dataset.min, box.dataset.max, box.dataset.step].map(Number);
  const label = field.labels[0]?.lastChild?.textContent.trim() ?? "";
  const line = document.createElement("input");
  Object.assign(line, { type: "range", min, max, step, tabIndex: -1 });
  line.setAttribute("aria-hidden", "true");
  const number = () => Number(field.value.replace(/\s/g, "").replace(",", "."));
  const show = () => {
    if (field.value.trim() !== "" && Number.isFinite(number())) line.value = String(number());
  };
  const put = (value) => {
    const rounded = Math.min(Math.max(value, min), max);
    field.value = String(Number(rounded.toFixed(6))).replace(".", ",");
    show();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const button = (text, sign, by) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "ds-button";
    one.dataset.variant = "secondary";
    one.setAttribute("aria-label", `${text}: ${label}`);
    one.textContent = sign;
    one.addEventListener("click", () => put(field.value.trim() === "" ? (by < 0 ? min : min + step) : number() + by));
    return one;
  };
  line.addEventListener("input", () => put(Number(line.value)));
  field.addEventListener("input", show);
  field.before(button(box.dataset.less, "−", -step));
  field.after(button(box.dataset.more, "+", step));
  box.append(line);
  show();
}

const roots = [document, ...[...document.querySelectorAll("template")].map((one) => one.content)];
for (const root of roots) {
  for (const box of root.querySelectorAll("[data-ranking]:not([data-ready])")) {
    box.dataset.ready = "";
    ranking(box);
  }
  for (const box of root.querySelectorAll("[data-slider]:not([data-ready])")) {
    box.dataset.ready = "";
    slider(box);
  }
}
