// What the learner reads about the connection.

const SHORT_DROP_MS = 1500; // below this nobody is told
const WORDS_STAY_MS = 4000;
const LOST = "Connection lost. What you enter stays in this browser; trying again.";
const ENDED = {
  asleep: "This lesson went to sleep or lost its connection.",
  changed: "This lesson has changed since you opened it.",
};

// The status line lives in the page from the start, so that its words are read out.
export function connectionNotices() {
  const line = document.createElement("p");
  line.id = "connection";
  line.className = "page-notice";
  line.setAttribute("role", "status");
  document.querySelector(".lesson").prepend(line);
  let timer;
  let troubled = false;
  const say = (words) => { if (line.textContent !== words) line.textContent = words; };
  const sayLater = (ms, words) => { timer = setTimeout(say, ms, words); };

  function turn(trouble) {
    clearTimeout(timer);
    troubled = trouble;
  }

  return {
    lost() {
      if (troubled) return;
      turn(true);
      sayLater(SHORT_DROP_MS, LOST);
    },
    full(ahead) {
      turn(true);
      say(`The room is full${inLine(ahead)}. What you enter stays in this browser; trying again.`);
    },
    back() {
      turn(false);
      if (!line.textContent) return;
      say("Connected again.");
      sayLater(WORDS_STAY_MS, "");
    },
    ended(why) {
      turn(true);
      say("");
      offerReload(ENDED[why]);
    },
  };
}

function inLine(ahead) {
  if (!ahead) return "";
  return ahead === 1 ? ": one learner is ahead of you" : `: ${ahead} learners are ahead of you`;
}

export function offerReload(why) {
  if (document.getElementById("asleep")) return;
  const notice = document.createElement("div");
  notice.id = "asleep";
  notice.className = "page-notice";
  notice.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = `${why} What you entered is kept, and what is not yet sent stays in this browser. `;
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button";
  again.textContent = "Open it again";
  again.addEventListener("click", () => location.reload());
  notice.append(text, again);
  document.querySelector(".lesson").prepend(notice);
}

export function withdrawReload() {
  document.getElementById("asleep")?.remove();
}
