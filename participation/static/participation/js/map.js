// The map of a question: the town's districts as shapes, no pictures from anywhere. Everything can be done with the keyboard:
// arrow keys move the map under the cross, a button marks the place. Without this script the list below the map remains.
const KINDS = { point: "Point", line: "LineString", area: "Polygon" };
let library;

function leaflet(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.L);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

function button(text, act, variant = "secondary") {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "ds-button";
  one.dataset.variant = variant;
  one.textContent = text;
  one.addEventListener("click", act);
  return one;
}

class Question {
  constructor(box, L, districts) {
    this.box = box;
    this.L = L;
    this.field = box.querySelector("[data-drawn]");
    this.says = box.querySelector("[data-map-says]");
    const texts = box.querySelector("template[data-texts]").content;
    this.text = (name, n = "") => texts.querySelector(`[data-text="${name}"]`).textContent.replace("{n}", String(n));
    this.places = this.field.value ? JSON.parse(this.field.value) : [];
    this.corners = [];
    this.kind = null;
    this.build(districts);
    this.show();
  }

  build(districts) {
    const frame = document.createElement("div");
    frame.className = "map-frame";
    const canvas = document.createElement("div");
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", this.text("map"));
    frame.append(canvas);
    const how = document.createElement("p");
    how.className = "flat";
    how.textContent = this.text("how");
    this.tools = document.createElement("div");
    this.tools.className = "map-tools";
    this.list = document.createElement("ul");
    this.list.className = "map-drawn";
    this.box.querySelector("[data-canvas]").append(how, frame, this.tools, this.list);
    const { L } = this;
    this.map = L.map(canvas, { attributionControl: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, keyboardPanDelta: 40, scrollWheelZoom: false });
    L.control.zoom({ zoomInTitle: this.text("nearer"), zoomOutTitle: this.text("farther") }).addTo(this.map);
    const language = document.documentElement.lang;
    const shapes = L.geoJSON(districts, {
      className: "district",
      interactive: false,
      onEachFeature: (feature, layer) => {
        const name = feature.properties.name[language] ?? Object.values(feature.properties.name)[0];
        layer.bindTooltip(document.createTextNode(name).textContent.replace(/[<&]/g, ""), { permanent: true, direction: "center", className: "district-name" });
      },
    }).addTo(this.map);
    this.map.fitBounds(shapes.getBounds(), { animate: false });
    this.drawing = L.layerGroup().addTo(this.map);
    this.map.on("click", (event) => this.add(event.latlng));
  }

  add(at) {
    const place = [Number(at.lng.toFixed(6)), Number(at.lat.toFixed(6))];
    if (this.full()) return;
    if (!this.kind) {
      const shapes = this.box.dataset.shapes.split(" ");
      if (!shapes.includes("point")) return;
      this.keep({ type: "Point", coordinates: place });
      return;
    }
    this.corners.push(place);
    this.says.textContent = this.text("corners", this.corners.length);
    this.show();
  }

  full() {
    const listed = [...this.box.querySelectorAll(".place")].filter((one) => [...one.querySelectorAll("select, textarea")].some((field) => field.value)).length;
    const full = this.places.length + listed >= Number(this.box.dataset.most);
    if (full) this.says.textContent = this.text("full");
    return full;
  }

  keep(geometry) {
    this.places.push({ geometry, text: "" });
    this.kind = null;
    this.corners = [];
    this.store();
    this.says.textContent = this.text("marked", this.places.length);
  }

  finish() {
    const enough = this.kind === "line" ? 2 : 3;
    if (this.corners.length < enough) return;
    const ring = this.kind === "area" ? [[...this.corners, this.corners[0]]] : this.corners;
    this.keep({ type: KINDS[this.kind], coordinates: ring });
  }

  store() {
    this.field.value = this.places.length ? JSON.stringify(this.places) : "";
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.show();
  }

  show() {
    const { L } = this;
    this.drawing.clearLayers();
    const dot = (at) => L.circleMarker([at[1], at[0]], { radius: 9, className: "drawn", interactive: false });
    for (const { geometry } of this.places) {
      if (geometry.type === "Point") dot(geometry.coordinates).addTo(this.drawing);
      else L.geoJSON(geometry, { className: "drawn", interactive: false }).addTo(this.drawing);
    }
    for (const corner of this.corners) dot(corner).addTo(this.drawing);
    if (this.corners.length > 1) L.polyline(this.corners.map(([east, north]) => [north, east]), { className: "drawn", fill: false, interactive: false }).addTo(this.drawing);
    this.showTools();
    this.showList();
  }

  showTools() {
    const here = () => this.add(this.map.getCenter());
    const begin = (kind) => () => {
      if (this.full()) return;
      this.kind = kind;
      this.corners = [];
      here();
      this.tools.querySelector("button")?.focus();
    };
    const had = this.tools.contains(document.activeElement);
    const state = this.kind ?? "";
    if (this.tools.dataset.state === state && this.tools.childElementCount) return;
    this.tools.dataset.state = state;
    const stop = () => {
      this.kind = null;
      this.corners = [];
      this.show();
    };
    const shapes = this.box.dataset.shapes.split(" ");
    const buttons = this.kind
      ? [button(this.text("corner"), here), button(this.text("finish"), () => this.finish(), "primary"), button(this.text("cancel"), stop, "tertiary")]
      : shapes.map((shape) => button(this.text(shape), shape === "point" ? here : begin(shape)));
    this.tools.replaceChildren(...buttons);
    if (had) buttons[0].focus();
  }

  showList() {
    if (this.list.childElementCount === this.places.length) return;
    this.list.replaceChildren(
      ...this.places.map((place, n) => {
        const item = document.createElement("li");
        const words = document.createElement("div");
        const label = document.createElement("label");
        const field = document.createElement("input");
        field.id = `${this.box.dataset.name}-drawn${n}`;
        field.className = "ds-input";
        field.maxLength = 1000;
        field.value = place.text;
        label.htmlFor = field.id;
        label.textContent = this.text("words", n + 1);
        field.addEventListener("input", () => {
          place.text = field.value;
          this.field.value = JSON.stringify(this.places);
        });
        words.append(label, field);
        const remove = button(
          this.text("remove", n + 1),
          () => {
            this.places.splice(n, 1);
            this.store();
            this.says.textContent = this.text("removed");
            this.tools.querySelector("button")?.focus();
          },
          "tertiary",
        );
        item.append(words, remove);
        return item;
      }),
    );
  }
}

async function begin(box) {
  try {
    const answer = await fetch(box.dataset.map, { credentials: "omit" });
    const districts = await answer.json();
    if (districts.features.length) new Question(box, await leaflet(box.dataset.library), districts);
  } catch {
    // The list of places remains.
  }
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      begin(target);
    }
  },
  { rootMargin: "400px" },
);
for (const root of [document, ...[...document.querySelectorAll("template")].map((one) => one.content)]) {
  for (const box of root.querySelectorAll("[data-map]:not([data-ready])")) {
    box.dataset.ready = "";
    seen.observe(box);
  }
}
