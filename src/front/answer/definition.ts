import { sayEarlyYears } from '#attendance/coverage/answer.ts'
import { yearBefore } from '#attendance/coverage/coverage.ts'
import { groupName, guidanceStateNames, knownStates, lowerFirst, type SaidState } from '#attendance/requirements/state.ts'
import { sayDay } from '#base/dates.ts'
import { counted, listed, plural, sayNumber } from '#base/words.ts'
import { answerKinds, levelWords } from '#guidance/issuing/answer.ts'
import { reaches, reachWords } from '#people/notices/notice.ts'
import { type About, type AnswerRow, type RoleGroup, roleGroups } from './population.ts'
import { type Counts, hasAdopted, hasAnswered, hasCome, isAdopted, type Spec, states, sums } from './spec.ts'

const apartLabels = {
  opened_since: 'Opened since it was issued',
  not_issued: 'Not issued to them yet',
  not_for: 'Not among those it is for',
  none: 'No guidance on this topic',
}

/** `67 on registers signed off and 51 in earlier records`, without what there is none of. */
const sayEach = (n: Counts, words: Readonly<Record<string, string>>): string =>
  listed(Object.entries(words).flatMap(([part, said]) => (n(part) > 0 ? [`${n(part)} ${said}`] : [])))

/** `Spoken to 3 · not contacted yet 4` */
const sayParts = (n: Counts, labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .filter(([part]) => n(part) > 0)
    .map(([part, label], at) => `${at === 0 ? label : lowerFirst(label)} ${n(part)}`)
    .join(' · ')

/** `Adopted 39 · with changes 13 · … = 119`, without parts of which there are none. */
const sayAll = (n: Counts, of: number, labels: Readonly<Record<string, string>>): string =>
  `${sayParts(n, labels)} = ${counted(of, 'school')}.`

const roleWords: Readonly<Record<RoleGroup, readonly [one: string, many: string]>> = {
  dsl: ['DSL', 'DSLs'],
  deputy_dsl: ['deputy', 'deputies'],
  head: ['head', 'heads'],
  governor: ['governor', 'governors'],
  other: ['other', 'others'],
  not_recorded: ['whose role is not recorded', 'whose role is not recorded'],
}

const sayIssued = ({ guidance }: About): string => {
  if (!guidance) return ''
  const { availableOn, decidedOn, issuedOn } = guidance
  const before = [
    ...(availableOn ? [`published nationally on ${sayDay(availableOn)}`] : []),
    ...(decidedOn ? [`decided by the council on ${sayDay(decidedOn)}`] : []),
  ]
  const basis = [...before, `issued to schools on ${sayDay(issuedOn)}`].join(', ')
  return `${basis.charAt(0).toUpperCase()}${basis.slice(1)}. `
}

const sayNone = ({ past, on }: About): string =>
  past ? `By ${sayDay(on)} no guidance on this topic was issued.` : 'No guidance on this topic was issued.'

const sureWords = {
  signed: 'by a register signed off',
  provisional: 'by a register not yet signed off',
  earlier: 'by an earlier record that an officer looked into',
  stated: 'as stated to us alone',
}
const registerWords = { signed: 'on registers signed off', provisional: 'on registers not yet signed off', earlier: 'in earlier records' }
/** Settings and closed schools are no rows: they are in no number of another line. */
const noRows = { labels: {}, count: () => 0, columns: [] }
const trainingLabels = Object.fromEntries(
  ([...knownStates, 'exempt', 'not_asked', 'waiting'] as const).map((state: SaidState) => [state, groupName(state, false)]),
)
const reachLabels = {
  ...Object.fromEntries(reaches.map((reach) => [reach, reachWords[reach]])),
  answered_earlier: 'Given an earlier version alone, and their answer to it holds',
  ...apartLabels,
}
const answerLabels = {
  ...Object.fromEntries(answerKinds.map((kind) => [kind, guidanceStateNames[kind]])),
  no_answer: 'No answer',
  none_asked: 'No answer is asked',
  ...apartLabels,
}

const sayClosed = ({ closed, ...about }: About): string[] => {
  if (closed === undefined) return []
  if (closed === 0) return [`No school closed for good ${sayPeriod(about)}.`]
  const sentence = `${counted(closed, 'school')} closed for good ${sayPeriod(about)} and ${plural(closed, 'is', 'are')} in no number here.`
  return [`${sentence} Who came for one that merged counts at the school that it became.`]
}

/** `is` undefined: it belongs to neither. */
type Sort = { is: (row: AnswerRow) => boolean | undefined; of: string; others: string }

const comers: Sort = { is: hasCome, of: 'schools that came', others: 'schools that did not' }
const adopters: Sort = { is: hasAdopted, of: 'schools that adopted it', others: 'schools that did not adopt it' }

/** Whom the schools of one sort teach, and whom the others. */
const ofPupils = (key: string, whom: string, numberOf: (row: AnswerRow) => number | null, { is, of, others }: Sort): Spec =>
  sums(
    key,
    { of: `${whom} of ${of}`, others: `${whom} of ${others}` },
    (row) => ({ of: is(row) ? (numberOf(row) ?? 0) : 0, others: is(row) === false ? (numberOf(row) ?? 0) : 0 }),
    (n, all) => (all === 0 ? '' : `S${of.slice(1)} teach ${sayNumber(n('of'))} of ${sayNumber(all)} ${whom.toLowerCase()}.`),
  )

/** `since 10 November 2024`; of an earlier day the whole period. */
export const sayPeriod = ({ from, on, past }: Pick<About, 'from' | 'on' | 'past'>): string =>
  past ? `from ${sayDay(from)} to ${sayDay(on)}` : `since ${sayDay(from)}`

const contactLabels = { spoke: 'Spoken to', wrote: 'Emailed or written to', tried: 'Called, nobody reached', none: 'Not contacted yet' }
const nextLabels = { coming: 'Next step to come', overdue: 'Next step overdue', none: 'No next step' }

/** The lines in their order. */
export const specs: readonly Spec[] = [
  states(
    'came',
    'Came',
    { yes: 'Sent somebody', no: 'Did not come' },
    (row) => (hasCome(row) ? 'yes' : 'no'),
    (n, of, about) => `${n('yes')} of ${counted(of, 'school')} sent somebody ${sayPeriod(about)}; ${n('no')} did not.`,
  ),
  states(
    'sent',
    'Whom it sent',
    { lead: 'Sent its DSL or a deputy', other: 'Sent others alone', represented: 'Another school represented it' },
    (row) => (hasCome(row) ? row.came : undefined),
    (n, of) => (of === 0 ? '' : `${n('lead')} of the ${of} sent their DSL or a deputy.`),
  ),
  states(
    'missed',
    'Since when it did not come',
    { lapsed: 'Came to this topic before that', never_topic: 'Came to other topics alone', never: 'Never came to anything' },
    (row) => (hasCome(row) ? undefined : row.came),
    (n, of, { since, past, on }) =>
      of === 0
        ? ''
        : `${n('never')} of the ${of} never came to anything${since ? ` since our records began on ${sayDay(since)}` : ''}${past ? `, until ${sayDay(on)}` : ''}.`,
  ),
  sums(
    'people',
    {
      dsl: 'DSLs who came',
      deputy_dsl: 'Deputy DSLs who came',
      head: 'Heads who came',
      governor: 'Governors who came',
      other: 'Others who came',
      not_recorded: 'Came, role not recorded',
    },
    ({ people }) => people,
    (n, of) =>
      of === 0
        ? 'Nobody came.'
        : `${counted(of, 'person', 'people')} came: ${listed(roleGroups.filter((role) => n(role) > 0).map((role) => `${n(role)} ${plural(n(role), ...roleWords[role])}`))}.`,
  ),
  sums(
    'registers',
    { signed: 'On registers signed off', provisional: 'On registers not yet signed off', earlier: 'In earlier records' },
    ({ registers }) => registers,
    (n, of) => (of === 0 ? '' : `${sayEach(n, registerWords)}.`),
  ),
  states(
    'training',
    'DSL training',
    trainingLabels,
    ({ training }) => training,
    (n, of) => sayAll(n, of, trainingLabels),
  ),
  states(
    'booked',
    'DSL booked on training',
    { yes: 'DSL booked on training', no: 'DSL not booked' },
    ({ training, booked }) =>
      booked !== null && (training === 'overdue' || training === 'no_training') ? (booked ? 'yes' : 'no') : undefined,
    (n, of) => (of === 0 ? '' : `Of the ${of} overdue or without training, ${n('yes')} ${plural(n('yes'), 'has', 'have')} a DSL booked.`),
  ),
  states(
    'guidance',
    'Guidance',
    reachLabels,
    ({ guidance }) => guidance,
    (n, of, about) => (about.guidance ? `${sayIssued(about)}${sayAll(n, of, reachLabels)}` : sayNone(about)),
  ),
  states(
    'answer',
    'Answer',
    answerLabels,
    ({ answer }) => answer,
    (n, of, about) =>
      !about.guidance
        ? sayNone(about)
        : about.guidance.isAnswered
          ? sayAll(n, of, answerLabels)
          : 'This guidance asks schools for no answer.',
  ),
  states(
    'adopted',
    'Adopted',
    { yes: 'Adopted it', no: 'Did not' },
    (row) => (isAdopted(row) ? 'yes' : 'no'),
    (n, of, { guidance }) => (guidance?.isAnswered ? `${n('yes')} of ${of} adopted it, as it is or with changes.` : ''),
  ),
  states(
    'meeting',
    'Governors’ meeting',
    { planned: 'Meeting planned', none: 'No meeting planned' },
    ({ answer, meetsOn }) => (answer === 'no_answer' ? (meetsOn ? 'planned' : 'none') : undefined),
    (n, of) =>
      n('planned') === 0
        ? ''
        : `${n('planned')} of the ${of} without an answer ${plural(n('planned'), 'has', 'have')} a governors’ meeting planned.`,
  ),
  states(
    'level',
    'How we know',
    levelWords,
    (row) => (hasAnswered(row) ? (row.level ?? 'stated') : undefined),
    (n, of) => (of === 0 ? '' : `${n('stated')} of ${counted(of, 'answer')} ${plural(n('stated'), 'is', 'are')} stated only.`),
  ),
  states(
    'website',
    'On its website',
    {
      ticked: 'Read on its website by an officer',
      found: 'Found on its website',
      not_found: 'Not found on its website, or not looked for',
    },
    (row) => (hasAnswered(row) ? row.website : undefined),
    (n, of) => (of === 0 ? '' : `On the school’s website an officer read it at ${n('ticked')}, and it was found at ${n('found')} more.`),
  ),
  ofPupils('pupils', 'Pupils', ({ pupils }) => pupils, comers),
  ofPupils('girls', 'Girls', ({ girls }) => girls, comers),
  ofPupils('pupils_adopted', 'Pupils', ({ pupils }) => pupils, adopters),
  ofPupils('girls_adopted', 'Girls', ({ girls }) => girls, adopters),
  states(
    'same',
    'Came, open a year before too',
    { yes: 'Open a year before, and came', no: 'Open a year before, and did not come' },
    (row) => (row.cameBefore === null ? undefined : hasCome(row) ? 'yes' : 'no'),
    (n, of, { on }) =>
      of === 0
        ? 'Our records do not say who had come a year before.'
        : `Of the same ${counted(of, 'school')} open on this day and on ${sayDay(yearBefore(on))}, ${n('yes')} came in the two years to this day.`,
  ),
  states(
    'before',
    'Had come a year before',
    { yes: 'Had come a year before', no: 'Had not come a year before' },
    ({ cameBefore }) => (cameBefore === null ? undefined : cameBefore ? 'yes' : 'no'),
    (n, of) => (of === 0 ? '' : `${n('yes')} came in the two years to that day.`),
  ),
  states(
    'again',
    'Came again',
    { yes: 'Had come, and came in these two years', no: 'Had come, and not in these two years' },
    (row) => (row.cameBefore ? (hasCome(row) ? 'yes' : 'no') : undefined),
    (n, of, about) => (of === 0 ? '' : `${n('no')} of the ${of} ${plural(n('no'), 'has', 'have')} not come ${sayPeriod(about)}.`),
  ),
  states(
    'sure',
    'How we know that it came',
    {
      signed: 'On a register signed off',
      provisional: 'On a register not yet signed off',
      earlier: 'In an earlier record that an officer looked into',
      stated: 'As stated to us alone',
    },
    (row) => (hasCome(row) ? (row.basis ?? undefined) : undefined),
    (n, of) => (of === 0 ? '' : `Of the ${of} that came we know ${sayEach(n, sureWords)}.`),
  ),
  {
    key: 'settings',
    ...noRows,
    say: (_n, _of, about) => [sayEarlyYears({ earlyYears: about.settings ?? undefined }), ...sayClosed(about)].join(' '),
  },
  states(
    'contact',
    'Contact about it',
    contactLabels,
    (row) => (hasCome(row) ? undefined : row.contact),
    (n, of) => (of === 0 ? 'Every school sent somebody.' : `Of the ${of} that did not come: ${lowerFirst(sayParts(n, contactLabels))}.`),
  ),
  states(
    'next',
    'Next step',
    nextLabels,
    (row) => (hasCome(row) ? undefined : (row.next ?? undefined)),
    (n, of, _about, rows) => {
      const last = rows
        .flatMap((row) => (hasCome(row) ? [] : (row.nextOn ?? [])))
        .toSorted()
        .at(-1)
      return of === 0 ? '' : `${sayParts(n, nextLabels)}.${last ? ` Each step has an owner; the last day is ${sayDay(last)}.` : ''}`
    },
  ),
  states(
    'census',
    'Number of pupils',
    { known: 'Number of pupils is in GIAS', not_known: 'Number of pupils is not in GIAS' },
    ({ pupils }) => (pupils === null ? 'not_known' : 'known'),
    (n, of) => `GIAS has the number of pupils of ${n('known')} of ${counted(of, 'school')}.`,
  ),
]
