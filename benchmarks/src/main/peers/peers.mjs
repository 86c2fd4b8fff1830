// One peer over files of JSON strings, a line each:  node peers.mjs PEER SECONDS SPEED_FILE [JUDGED_FILE...]
// Prints one JSON object: messages a second over SPEED_FILE, and for every JUDGED_FILE a string of 0 and 1, a character a line.
import { readFileSync } from 'node:fs';

//   node peers.mjs --list
const [peer, seconds, speedFile, ...judgedFiles] = process.argv.slice(2);
const read = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// Each in two dresses where it has them: as it comes out of the box, and with everything switched on that it has against evasions and for other languages.
const peers = {
  async obscenity() {
    const { RegExpMatcher, englishDataset, englishRecommendedTransformers } = await import('obscenity');
    const matcher = new RegExpMatcher({ ...englishDataset.build(), ...englishRecommendedTransformers });
    return (text) => matcher.hasMatch(text);
  },
  async '@2toad/profanity'() {
    const { Profanity } = await import('@2toad/profanity');
    const filter = new Profanity();
    return (text) => filter.exists(text);
  },
  async '@2toad/profanity, all languages'() {
    const { Profanity, ProfanityOptions } = await import('@2toad/profanity');
    const options = new ProfanityOptions();
    options.languages = ['ar', 'zh', 'en', 'fr', 'de', 'hi', 'it', 'ja', 'ko', 'pt', 'ru', 'es'];
    options.unicodeWordBoundaries = true;
    const filter = new Profanity(options);
    return (text) => filter.exists(text);
  },
  async allprofanity() {
    const { AllProfanity } = await import('allprofanity');
    const filter = new AllProfanity({ silent: true });
    return (text) => filter.check(text);
  },
  async 'allprofanity, all languages'() {
    const { AllProfanity } = await import('allprofanity');
    const filter = new AllProfanity({ silent: true });
    filter.loadLanguages(['english', 'french', 'german', 'spanish', 'greek', 'brazilian']);
    return (text) => filter.check(text);
  },
  async 'glin-profanity'() {
    const { Filter } = await import('glin-profanity');
    const filter = new Filter();
    return (text) => filter.isProfane(text);
  },
  async 'glin-profanity, all languages and leet'() {
    const { Filter } = await import('glin-profanity');
    const filter = new Filter({ allLanguages: true, detectLeetspeak: true, normalizeUnicode: true });
    return (text) => filter.isProfane(text);
  },
};

if (peer === '--list') {
  console.log(JSON.stringify(Object.keys(peers)));
  process.exit(0);
}
const judge = await peers[peer]();
const texts = read(speedFile);
let flagged = 0;
const run = (until) => {
  let messages = 0;
  const started = performance.now();
  for (let now = started; now < until + started; now = performance.now()) {
    for (let k = 0; k < 100; k++) if (judge(texts[messages++ % texts.length])) flagged++;
  }
  return (messages * 1000) / (performance.now() - started);
};
run(500); // warm
const rate = run(Number(seconds) * 1000);
const judged = judgedFiles.map((file) => read(file).map((text) => (judge(text) ? '1' : '0')).join(''));
console.log(JSON.stringify({ peer, rate, judged, flagged }));
