// The sandbox's phones, live. Posts arrive by the server's own stream; what they mean to a place comes as state.

const root = document.querySelector("[data-state]");
const words = JSON.parse(root.dataset.words);
const berlin = (seconds, form) => new Intl.DateTimeFormat("de-DE", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit", ...form }).format(seconds * 1000);
const language = document.documentElement.lang;
const number = new Intl.NumberFormat(language);
const say = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

let state = JSON.parse(root.dataset.state);
let last = 0;
const channels = new Map(); // sandbox address -> {name, followers, posts}

function keep(post) {
  last = Math.max(last, post.number);
  const channel = channels.get(post.channel) ?? { name: post.channel_name, followers: null, posts: [] };
  channels.set(post.channel, channel);
  if (channel.posts.some((one) => one.number === post.number)) return;
  channel.posts.push(post);
  channel.posts.sort((a, b) => a.number - b.number);
}

async function load() {
  const answer = await fetch(root.dataset.posts);
  const trouble = root.querySelector("[data-trouble]");
  trouble.hidden = answer.ok;
  trouble.textContent = answer.ok ? "" : words.sandbox;
  if (!answer.ok) return;
  const world = await answer.json();
  channels.clear();
  for (const channel of world.channels) {
    channels.set(channel.id, { name: channel.name, followers: channel.followers, posts: [] });
    channel.posts.forEach(keep);
  }
  last = Math.max(last, world.last);
}

const postsOf = (channel) => channel.addresses.flatMap((address) => channels.get(address)?.posts ?? []);

// ---- lock screens ----------------------------------------------------------------------------------------------

const ORDER = ["whatsapp", "telegram", "email"];
const rank = (channel) => ORDER.indexOf(channel.kind) + (channel.language.startsWith("de") ? 0 : 10);
const symbol = (name) => root.querySelector(`template[data-icon="${name}"]`).content.cloneNode(true);
const FIRST = 110;
const LATE = 120; // from here on a time of day says more than seconds

function firstWords(post) {
  const text = (post.subject || post.text).trim().split("\n")[0];
  return text.length > FIRST ? `${text.slice(0, text.lastIndexOf(" ", FIRST))} …` : text;
}

function shown(phone) {
  const found = phone.follows
    .map((channel) => ({ channel, posts: postsOf(channel) }))
    .filter((one) => one.posts.length)
    .sort((a, b) => rank(a.channel) - rank(b.channel));
  const current = state.alert && found.filter((one) => one.posts.some((post) => post.text.includes(state.alert.code)));
  return { found, current: current || [] };
}

function since(post) {
  const minutes = Math.floor((Date.now() / 1000 - post.at) / 60);
  if (minutes < 1) return words.now;
  return minutes < 60 ? say(words.ago, { m: minutes }) : berlin(post.at);
}

function draw(phone) {
  const article = root.querySelector(`[data-key="${CSS.escape(phone.key)}"]`);
  const { current } = shown(phone);
  const loud = current.length > 0;
  article.classList.toggle("loud-phone", loud);
  article.classList.toggle("drill", loud && state.alert.drill);
  const pushes = article.querySelector("[data-pushes]");
  pushes.replaceChildren();
  if (loud) pushes.append(push(current[0].channel, current[0].posts.at(-1)));
  if (current.length > 1) {
    const more = document.createElement("p");
    more.className = "pushes-more";
    more.textContent = current.length === 2 ? words.more_one : say(words.more, { n: current.length - 1 });
    pushes.append(more);
  }
  where(article, phone);
  verdict(article, phone, current);
  count(article, phone, loud);
  return loud;
}

function push(channel, post) {
  const made = root.querySelector("template[data-push]").content.cloneNode(true);
  made.querySelector("[data-tile]").append(symbol(`channel-${channel.kind}`));
  made.querySelector("[data-tile]").classList.add(channel.kind);
  made.querySelector("[data-sender]").textContent = channels.get(post.channel).name;
  made.querySelector("[data-when]").textContent = since(post);
  made.querySelector("[data-text]").textContent = firstWords(post);
  return made;
}

function where(article, phone) {
  const inside = { affected: true, gap: true }[phone.lot];
  const share = phone.share * 100;
  const percent = share > 99.5 ? "100 %" : share < 1 ? "< 1 %" : `${Math.round(share)} %`;
  const word = inside ? say(words.in_area, { share: percent }) : { sliver: words.sliver, outside: words.outside, none: words.quiet }[phone.lot];
  article.querySelector("[data-where]").textContent = word;
  article.dataset.lot = phone.lot;
}

function verdict(article, phone, current) {
  const place = article.querySelector("[data-verdict]");
  let [tone, sign, word] = ["", "bell-off", words.still];
  if (current.length) {
    const first = Math.min(...current.flatMap((one) => one.posts.filter((post) => post.text.includes(state.alert.code)).map((post) => post.at)));
    const after = Math.max(0, first - state.alert.sent);
    const late = after > LATE && say(words.since, { time: berlin(first) });
    [tone, sign, word] = ["ok", "bell-ringing", late || say(words.after, { s: new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(after) })];
  } else if (phone.lot === "gap" && !state.alert.ends) {
    [tone, sign, word] = ["warn", "alert", words.gap];
  } else if (phone.lot === "affected" && Date.now() / 1000 - state.alert.sent < 60) {
    [tone, sign, word] = ["", "clock", words.under_way];
  }
  if (place.textContent === word) return;
  place.className = `state ${tone}`;
  const text = document.createElement("span");
  text.textContent = word;
  place.replaceChildren(symbol(sign), text);
}

function count(article, phone, loud) {
  const followers = phone.follows.reduce((sum, channel) => sum + (channels.get(channel.addresses[0])?.followers ?? 0), 0);
  const parts = [];
  if (phone.lot === "gap" && !loud) parts.push(phone.follows.some((one) => one.kind === "whatsapp-manual") ? `${words.no_own} ${words.by_hand}` : words.no_own);
  else if (!phone.follows.length) parts.push(words.no_own);
  else {
    if (followers) parts.push(say(phone.follows.length === 1 ? words.channel : words.channels, { n: phone.follows.length, f: number.format(followers) }));
    if (phone.borrowed) parts.push(words.borrowed);
  }
  article.querySelector("[data-count]").textContent = parts.join(" ");
}

function arrange(loud) {
  const column = root.querySelector("[data-loud]");
  const quiet = root.querySelector("[data-quiet]");
  const article = (phone) => root.querySelector(`[data-key="${CSS.escape(phone.key)}"]`);
  const order = [...state.phones].sort((a, b) => loud.has(b) - loud.has(a) || LOT[a.lot] - LOT[b.lot] || b.share - a.share);
  const [first] = order;
  const biggest = first && loud.has(first) ? article(first) : null;
  if (column.firstElementChild !== biggest) {
    if (column.firstElementChild) quiet.prepend(column.firstElementChild);
    if (biggest) column.append(biggest);
  }
  const wanted = order.map(article).filter((one) => one !== biggest);
  if (wanted.some((one, index) => quiet.children[index] !== one)) quiet.append(...wanted);
  root.classList.toggle("has-loud", Boolean(biggest));
}

const LOT = { affected: 0, gap: 1, sliver: 2, outside: 3, none: 4 };

function drawLocks() {
  const loud = new Set(state.phones.filter(draw));
  arrange(loud);
  const answer = root.querySelector("[data-answer]");
  const values = { n: loud.size, all: state.phones.length, what: words[`what-${state.alert?.what}`] };
  const headline = loud.size === 0 ? words.none : say(loud.size === 1 ? words.shows : words.show, values);
  if (answer.textContent !== headline) answer.textContent = headline;
  const { alert } = state;
  const said = alert ? say(words.released, { headline: alert.headline, time: berlin(alert.sent, { second: "2-digit" }) }) : words.nothing;
  root.querySelector("[data-released]").textContent = alert?.drill ? `${words.drill}: ${said}` : said;
  for (const clock of root.querySelectorAll("[data-time]")) clock.textContent = berlin(Date.now() / 1000);
}

// ---- channels --------------------------------------------------------------------------------------------------

function bubble(post) {
  const made = root.querySelector("template[data-bubble]").content.cloneNode(true);
  const subject = made.querySelector("[data-subject]");
  subject.hidden = !post.subject;
  subject.textContent = post.subject;
  made.querySelector("[data-text]").textContent = post.text;
  made.querySelector("[data-at]").textContent = berlin(post.at);
  return made;
}

function drawChannels() {
  for (const channel of state.channels) {
    const chat = root.querySelector(`[data-channel="${channel.id}"]`);
    const bubbles = chat.querySelector("[data-bubbles]");
    const posts = postsOf(channel).sort((a, b) => a.number - b.number);
    const followers = channels.get(channel.addresses[0])?.followers;
    if (followers) chat.querySelector("[data-followers]").textContent = say(words.followers, { n: number.format(followers) });
    chat.classList.toggle("silent", !posts.length);
    if (!posts.length || bubbles.dataset.newest === String(posts.at(-1).number)) continue;
    bubbles.dataset.newest = posts.at(-1).number;
    bubbles.replaceChildren(...posts.map(bubble));
    bubbles.scrollTop = bubbles.scrollHeight;
  }
  const list = root.querySelector("[data-chats]");
  const newest = (channel) => Math.max(0, ...postsOf(channel).map((post) => post.at));
  const wanted = [...state.channels].map((channel) => ({ channel, at: newest(channel) })).sort((a, b) => Boolean(b.at) - Boolean(a.at));
  const chats = wanted.map(({ channel }) => root.querySelector(`[data-channel="${channel.id}"]`));
  if (chats.some((chat, index) => list.children[index] !== chat)) list.append(...chats);
}

// ---- live ------------------------------------------------------------------------------------------------------

const locks = root.dataset.phones;
const redraw = () => (locks ? drawLocks() : drawChannels());

async function refresh() {
  if (locks) state = await fetch(locks).then((answer) => (answer.ok ? answer.json() : state));
}

let asked = 0;
async function arrived(post) {
  keep(post);
  // A code that the state does not know yet: the alert is newer than what we know about it.
  if (locks && !(state.alert && post.text.includes(state.alert.code)) && Date.now() - asked > 500) {
    asked = Date.now();
    await refresh();
  }
  redraw();
}

function listen() {
  const stream = new EventSource(`${root.dataset.events}?since=${last}`);
  stream.addEventListener("post", (event) => arrived(JSON.parse(event.data)));
}

await load().catch(() => {});
await refresh().catch(() => {});
redraw();
listen();
setInterval(async () => {
  await Promise.all([load(), refresh()]).catch(() => {});
  redraw();
}, 5000);
