// A lesson's page comes alive: its kernel's widgets, and the page around them.

import "./client.css";
import { Connection } from "./connection.js";
import { Kernel } from "./kernel.js";
import { Manager } from "./manager.js";
import { connectionNotices, offerReload, withdrawReload } from "./page/notices.js";
import { arrange, endWaiting, showViews, viewsWanted } from "./page/places.js";
import { keepPosition } from "./page/position.js";
import { followProgress, followReading } from "./page/rail.js";
import { followSaving } from "./page/saved.js";
import { sayGoodbye, watchAnswers, watchConnection } from "./page/watch.js";
import { watchLearner } from "./presence.js";
import { askStates, readStates } from "./states.js";
import { pageEnded, readVisit } from "./visit.js";

const LONGEST_WITHOUT_TEXT_MS = 1000;

const visit = readVisit();
const kernel = new Kernel();
const manager = new Manager(kernel);
const statesOfPage = fetchStates(visit.states);
const notices = pageEnded.then(connectionNotices);
const widgets = Promise.withResolvers(); // resolved once all models are on their way

const connection = new Connection(visit, kernel, {
  lost: async () => (await notices).lost(),
  full: async (ahead) => (await notices).full(ahead),
  ended: async (why) => (await notices).ended(why),
  async opened({ first, renewed, signal }) {
    performance.mark("cco:connected");
    if (renewed) document.dispatchEvent(new CustomEvent("cco:reconnected"));
    if (!first || renewed || !await statesOfPage) {
      await take(await askStates(kernel, signal));
    }
    (await notices).back();
  },
});

watchLearner();
followSaving();
followProgress();
watchConnection(connection);
watchAnswers(connection);
sayGoodbye(connection, visit.xsrf);
document.addEventListener("cco:trouble", ({ detail }) => offerReload(detail.reason));
document.addEventListener("cco:answered", withdrawReload);
comeAlive().catch((problem) => console.error(problem));

async function comeAlive() {
  await textShown();
  prepareScripts();
  if (visit.states) connection.start();
  statesOfPage.then((states) => states && take(states));
  await pageEnded;
  arrange();
  keepPosition();
  followReading();
  if (!endWaiting() || !viewsWanted().length) return;
  if (!visit.states) connection.start();
  await widgets.promise;
  await showViews(manager);
}

// The text comes before everything else: what brings the page to life would hold it up. A page
// in the background shows nothing.
function textShown() {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => {
    new PerformanceObserver(resolve).observe({ type: "paint", buffered: true });
    setTimeout(resolve, LONGEST_WITHOUT_TEXT_MS);
  });
}

// What the page is sure to need is made ready while the states are on their way.
function prepareScripts() {
  for (const { href } of document.querySelectorAll('link[rel="modulepreload"]')) {
    import(href).catch(() => {}); // whoever needs it says so
  }
  for (const link of document.querySelectorAll('link[rel="preload"][as="script"]')) {
    const script = document.createElement("script");
    script.src = link.getAttribute("href");
    script.addEventListener("error", () => script.remove()); // whoever needs it tries again
    document.head.append(script);
  }
}

function take(states) {
  const taken = manager.take(states);
  widgets.resolve();
  return taken;
}

// The page's file of states spares the way to the kernel. Null where there is none or it can't
// be had: then the kernel is asked as soon as the line is open.
async function fetchStates(address) {
  if (!address) return null;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    return readStates(await answer.json());
  } catch (problem) {
    console.error(problem);
    return null;
  }
}
