// The words that docs/words.md says never to use, found in pages, mails, headings of files and guides.
import { documentOf, type Element } from './html-page.ts'

/** Where a word stands. */
const selectors = {
  heading: 'h1, h2, h3, h4, h5, h6, title, caption, legend',
  label: 'label, legend',
  button: 'button, .govuk-button, summary',
  column: 'th, dt',
  state: '.govuk-tag, td, dd',
} as const
type Place = keyof typeof selectors | 'subject'
const titles = ['heading', 'label', 'button', 'column', 'subject'] as const

export type Readers = 'schools' | 'staff'

export type Pattern = {
  never: RegExp
  /** Left out: in any running text. */
  in?: readonly Place[]
  /** Left out: schools, delegates and the public alone. */
  readers?: 'everyone'
  say: string
  /** What it finds, and what it leaves. */
  finds: string
  leaves?: string
}

/** Ours are the words of a table of docs/words.md, in its order. */
export const patterns: readonly Pattern[] = [
  { never: /\b(act(s|ed|ing)? for|vouch\w*|what speaks for)\b|^claims?$/i, say: 'you can book for', finds: 'Ask to act for a school' },
  { never: /^(requests?|holds?|held)$/i, in: [...titles, 'state'], say: 'waiting for your school’s answer', finds: 'Request' },
  {
    never: /(?<!safeguarding )\b(?:the|a|its|your|each|every|deputy) leads?\b(?! to)|^leads?$|\bholders?\b/i,
    ...{ say: 'DSL, deputy DSL', finds: 'Who is the lead?', leaves: 'The designated safeguarding lead' },
  },
  { never: /\bnot in date\b|\bnone on record\b|^not known$|^nothing stated$/i, say: 'one of the five standings', finds: 'Not in date' },
  { never: /\babout to turn\b/i, readers: 'everyone', say: 'due soon', finds: 'About to turn' },
  { never: /\bneeds you\b|\bnothing to decide\b/i, readers: 'everyone', say: 'to do', finds: 'What needs you' },
  { never: /\b(it|that|this|what) is( not)? so\b/i, readers: 'everyone', say: 'is this right?', finds: 'That is not so' },
  { never: /\bhad it\b|\b(was|were) told\b|\breceipts? of\b/i, in: [...titles, 'state'], say: 'confirmed', finds: 'Was told' },
  {
    never: /\bladders?\b|\brungs\b|\b(a|the|each|next|last) rung\b|\bchas(e|es|ed|ing)\b/i,
    say: 'we will ring your office on …',
    finds: 'We chase it',
  },
  {
    never: /\b(your|this|the|a|annual|yearly|each|our) returns?\b(?! to)|^returns?\b|\brounds?\b/i,
    ...{ say: 'safeguarding audit', finds: 'The return is late', leaves: 'This returns to the list' },
  },
  { never: /\b(the|your|this|our) lines? (is|are|says|was|of your)\b/i, say: 'what we will publish', finds: 'Your line is right' },
  { never: /\bfrozen\b|\bfreez(e|ing)\b|\bpaper packs?\b/i, say: 'final', finds: 'A frozen report' },
  { never: /\bseal(s|ed|ing)?\b|\bleaf\b|^checkpoints?$/i, say: 'protected record', finds: 'The seal of a leaf' },
  {
    never: /\bplaces? (is|are|was|were) released\b|\breleases? (the |its )?places?\b|\bgiv(e|en|es|ing) up\b/i,
    say: 'given back',
    finds: 'Places are released',
  },
  { never: /\bheld back\b|\breserved for some schools\b/i, readers: 'everyone', say: 'kept for … until', finds: 'Places held back' },
  { never: /\bput first\b|\bout of turn\b|\boffers? (still )?stands?\b/i, say: 'offered until', finds: 'Until when the offer stands' },
  { never: /\bnames (are |were )?due\b/i, readers: 'everyone', say: 'names by …', finds: 'Names are due' },
  {
    never: /^(open|settled)$|\b(their|your) favour\b|\bpriced anew\b/i,
    in: ['state', ...titles],
    say: 'to pay, paid, we owe you',
    finds: 'Settled',
  },
  { never: /^(code|at the most)$/i, in: ['label', 'column', 'heading'], say: 'the code that is meant', finds: 'Code' },
  { never: /\bmarks?\b|\bclose the day\b|\ball that stand\b/i, in: titles, say: 'attendance', finds: 'Marks' },
  {
    never:
      /\bdoor links?\b|^from the door$|\bclos(e|es|ed|ing) (a|the|its|this) register\b|\bregisters? (is|are|was|were|of it was) (not )?closed\b|\bclosed registers?\b|\bsigned registers?\b|\bregisters? (not yet |was |were )?signed(?! off)\b/i,
    ...{ readers: 'everyone', say: 'check-in link, signed off', finds: 'On a signed register', leaves: 'A register signed off' },
  },
  { never: /\bnational register\b|\bregister of schools\b/i, say: 'GIAS', finds: 'By the national register' },
  { never: /^somebody else$/i, in: ['state'], say: 'someone came instead', finds: 'Somebody else' },
  { never: /\bt(ake|akes|aken|aking|ook) (it |them |this )?back\b/i, say: 'undo', finds: 'It is taken back' },
  { never: /\bcounts? towards\b/i, say: 'counts as', finds: 'It counts towards DSL training' },
  {
    never: /(?<!access |entry |accessibility )\brequirements?\b|\bedition in force\b|\brests? on\b/i,
    ...{ say: 'training rule', finds: 'Your requirements', leaves: 'Access requirements' },
  },
  { never: /\bwhat it was worth\b/i, readers: 'everyone', say: 'feedback', finds: 'What it was worth' },
  { never: /^(dietary |access |your )?needs\b/i, in: titles, say: 'food and access', finds: 'Your needs' },
  { never: /^records$|\bsnow\b/i, in: titles, say: 'how long we keep this', finds: 'Records' },
  { never: /\bworking days?\b/i, in: titles, say: 'term dates and bank holidays', finds: 'Working days' },
  { never: /\bparts? of (the|an|this) (event|conference|day)\b/i, say: 'session', finds: 'A part of the day' },
  { never: /\bcalendars? (said|says)\b/i, readers: 'everyone', say: 'answered in their calendar', finds: 'What their calendar said' },
  // How we write.
  {
    never: /\b(whoever|of late|by itself|by themselves|it is said|none goes|says? so|is let go|has it from)\b/i,
    ...{ say: 'plain words', finds: 'Say so to whoever booked' },
  },
  { never: /\bso that\b.*\bwhich\b/i, readers: 'everyone', say: 'two sentences', finds: 'So that it shows which' },
  { never: /\bstands?\b(?! up)/i, say: 'is', finds: 'How your school stands', leaves: 'Records that stand up' },
  { never: /[^.]\.\.(?!\.)|[,;:] ?\.(?!\d|\.)/, readers: 'everyone', say: 'one full stop', finds: 'It is over..', leaves: 'And so on...' },
  { never: /\b(\w{4,})\. \1:/i, readers: 'everyone', say: 'it once', finds: 'Practice. Practice: 4' },
  {
    never: /\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(january|february|april|june|july|september|october|november|december)\b/,
    ...{ readers: 'everyone', say: 'a day with a capital', finds: 'until monday 30 November', leaves: 'Until Monday' },
  },
  {
    never: /(?<!\b(e\.g|i\.e|etc|no|st))[a-z\d)]\. [a-z]/,
    ...{ readers: 'everyone', say: 'a capital after a full stop', finds: 'It is full. you can wait', leaves: 'It is full. You can wait' },
  },
  {
    never: /\b\d\d?(\.\d\d|:\d\d )(am|pm)\b|\b\d\d?:00(am|pm)\b/,
    readers: 'everyone',
    say: '9:30am',
    finds: 'At 9.30am',
    leaves: 'At 9:30am',
  },
]

/** What somebody wrote, and what is not shown. */
const unread = 'script, style, template, textarea, svg, iframe, blockquote, .muster-own-words'
const inline = 'a, abbr, b, br, code, em, i, mark, q, small, span, strong, sub, sup, time'
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
const divider = '\u0001'

const found = (text: string, readers: Readers, place?: Place): string[] =>
  patterns
    .filter((one) => (one.readers ?? 'schools') === 'everyone' || readers === 'schools')
    .filter((one) => (place === undefined ? !one.in : one.in?.includes(place)))
    .flatMap(({ never, say }) => {
      const match = never.exec(text)
      return match ? [`“${match[0]}” in “${text}”: say “${say}”`] : []
    })

/** Running text, a paragraph a line. */
const foundInLines = (lines: readonly string[], readers: Readers): string[] => lines.flatMap((line) => found(plain(line), readers))

/** @returns what a page says in words that we do not use */
export const wordsInPage = (html: string, readers: Readers): string[] => {
  const page = documentOf(html)
  for (const one of [...page.querySelectorAll(unread)]) one.remove()
  const inPlaces = (Object.keys(selectors) as (keyof typeof selectors)[]).flatMap((place) =>
    [...page.querySelectorAll(selectors[place])].flatMap((one) => found(plain(one.textContent), readers, place)),
  )
  const blocks = [...page.querySelectorAll(`body, body :not(${inline})`)]
  for (const block of blocks) {
    block.prepend(divider)
    block.append(divider)
  }
  const text = (page.querySelector('body') as Element).textContent
  return [...new Set([...inPlaces, ...foundInLines(text.split(divider), readers)])]
}

/** @param text of a mail as plain text */
export const wordsInMail = (subject: string, text: string, readers: Readers): string[] => [
  ...found(subject, readers, 'subject'),
  ...foundInLines([subject, ...text.replaceAll(/https?:\S+/g, '').split('\n')], readers),
]

/** Headings of a file that somebody is given. */
export const wordsInHeadings = (headings: readonly string[], readers: Readers): string[] =>
  headings.flatMap((heading) => [...found(heading, readers, 'column'), ...found(heading, readers)])

/** @param markdown of a guide, whose emphasised words are those of pages */
export const wordsInGuide = (markdown: string, readers: Readers): string[] =>
  markdown.split('\n').flatMap((line) => {
    const text = plain(line.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[*`|]/g, ''))
    const place = /^#+ /.test(text) ? ('heading' as const) : undefined
    return [...found(text.replace(/^(#+|-) /, ''), readers), ...(place ? found(text.replace(/^#+ /, ''), readers, place) : [])]
  })

const staff = /^\/(organiser|coverage|guidance|requirements|register|door|door-shell|reports|answer|reached|log\/entries|dev)(\/|\?|$)/

/** Whose page an address is. */
export const readersOf = (path: string): Readers => (staff.test(path) ? 'staff' : 'schools')

/** @returns what a page says in words that we do not use; for schools also hints that are too long */
export const wrongWordsOn = (path: string, html: string): string[] =>
  readersOf(path) === 'staff' ? wordsInPage(html, 'staff') : [...wordsInPage(html, 'schools'), ...longHints(html)]

/** Words in a hint; the rest belongs behind *Why?*. */
const mostInHint = 12

/** @returns hints of a page that are longer than they may be */
export const longHints = (html: string): string[] =>
  [...documentOf(html).querySelectorAll('.govuk-hint')]
    .map((hint) => plain(hint.textContent))
    .filter((hint) => hint.split(' ').length > mostInHint)
    .map((hint) => `a hint of ${hint.split(' ').length} words: “${hint}”`)
