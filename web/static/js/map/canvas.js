// Thousands of leaves on one canvas: everything in the same style, drawn anew whenever the map has moved.
const WORLD = 256;

// Rings in steps (see geo/steps.py) as coordinates of the world, 0 to 1, with the leaf's box.
export function inWorld(leaves, perDegree) {
  return leaves.map(([key, , , , , rings]) => {
    const box = [1, 1, 0, 0];
    const made = rings.map((steps) => ringInWorld(steps, perDegree, box));
    return { key, rings: made, box };
  });
}

function ringInWorld(steps, perDegree, box) {
  const ring = new Float64Array(steps.length);
  let lon = 0;
  let lat = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lon += steps[i];
    lat += steps[i + 1];
    const sine = Math.sin((lat / perDegree) * (Math.PI / 180));
    const x = lon / perDegree / 360 + 0.5;
    const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    ring[i] = x;
    ring[i + 1] = y;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return ring;
}

export const LeafCanvas = L.Renderer.extend({
  // style: {fill, line, weight}; leaves: what inWorld made.
  show(leaves, style) {
    this.leaves = leaves;
    this.style = style;
    if (this._map) this._update();
    return this;
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const { min } = this._bounds;
    const size = this._bounds.getSize();
    const dense = window.devicePixelRatio || 1;
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, min);
    canvas.width = size.x * dense;
    canvas.height = size.y * dense;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    const pen = canvas.getContext("2d");
    pen.scale(dense, dense);
    if (this.leaves?.length) this.paint(pen, min, size);
  },

  paint(pen, min, size) {
    const scale = WORLD * 2 ** this._map.getZoom();
    const origin = this._map.getPixelOrigin().add(min);
    const view = [origin.x / scale, origin.y / scale, (origin.x + size.x) / scale, (origin.y + size.y) / scale];
    const { fill, line, weight } = this.style;
    if (fill) pen.fillStyle = fill;
    pen.strokeStyle = line;
    pen.lineWidth = weight;
    for (const { rings, box } of this.leaves) {
      if (box[0] > view[2] || box[2] < view[0] || box[1] > view[3] || box[3] < view[1]) continue;
      pen.beginPath(); // one path for all would take seconds
      for (const ring of rings) trace(pen, ring, scale, origin);
      if (fill) pen.fill("evenodd");
      pen.stroke();
    }
  },
});

// A ring without the steps that are smaller than a pixel.
function trace(pen, ring, scale, origin) {
  const last = ring.length - 2;
  let x = ring[0] * scale - origin.x;
  let y = ring[1] * scale - origin.y;
  pen.moveTo(x, y);
  for (let i = 2; i < last; i += 2) {
    const nextX = ring[i] * scale - origin.x;
    const nextY = ring[i + 1] * scale - origin.y;
    if (Math.abs(nextX - x) + Math.abs(nextY - y) < 2.5) continue;
    x = nextX;
    y = nextY;
    pen.lineTo(x, y);
  }
  pen.closePath();
}
