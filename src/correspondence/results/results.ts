// What came of an event: who was booked and who came, by role and by part of the programme, from
// which schools, what it earned, and how many told of a need.
import { type Instant, sayWhen } from '#base/dates.ts'
import { moneyForFiles, sayMoney } from '#base/money.ts'
import type { Cell } from '#base/web/csv.ts'
import { counted } from '#base/words.ts'
import { whereOf } from '#calendars/invites/invite.ts'
import { type Results as EvaluationResults, leastShown, waveWords } from '#correspondence/evaluations/evaluation.ts'
import { type Attendance, type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'
import { attendanceTitles } from '#events/events/views/words.tsx'

export type Results = {
  event: EventDetails
  figures: {
    booked: number
    cancelled: number
    came: number
    /** Of these, whoever came by nothing but a word: they watched with somebody. */
    stated: number
    walkIns: number
    absent: number
    apologies: number
    /** Places of which no register says anything. */
    unmarked: number
    /** Schools with a confirmed place, and those of whom somebody came. */
    schoolsBooked: number
    schoolsCame: number
    income: number
    /** People who told of a need for food, and of one for taking part; deleted 30 days later. */
    food: number
    access: number
  }
  /** Of a mixed event, those with a place by how they were to come. */
  ways: { attendance: Attendance; booked: number; came: number }[]
  roles: { label: string | null; booked: number; came: number }[]
  parts: { title: string; block: string; startsAt: Instant; booked: number; came: number }[]
  /** What those say who came: of a wave only once five people's answers are there. */
  evaluation: readonly EvaluationResults[]
}

/** Each figure as it is said on the page and in the file, in their order. */
export const sayFigures = ({ figures }: Results): [what: string, many: number][] => [
  ['Booked', figures.booked],
  ['Came with a place', figures.came],
  ['Joined on a colleague’s screen', figures.stated],
  ['Came without a place', figures.walkIns],
  ['Absent', figures.absent],
  ['Sent apologies', figures.apologies],
  ['Not marked', figures.unmarked],
  ['Places cancelled', figures.cancelled],
  ['Schools with a place', figures.schoolsBooked],
  ['Schools that came', figures.schoolsCame],
  ['People with a food need', figures.food],
  ['People with an access need', figures.access],
]

export const wayName = ({ attendance }: Results['ways'][number]): string => attendanceTitles[attendance]
export const roleName = ({ label }: Results['roles'][number]): string => label ?? 'No role said'
export const partName = ({ title, block }: Results['parts'][number]): string => [block, title || 'Together'].filter(Boolean).join(': ')

export const resultColumns = ['About', 'What', 'Booked', 'Came', 'Number']
export const resultRows = (results: Results): Cell[][] => [
  ...sayFigures(results).map(([what, many]) => ['Event', what, '', '', many]),
  ['Event', 'Income without VAT (£)', '', '', Number(moneyForFiles(results.figures.income))],
  ...results.ways.map((way) => ['Way', wayName(way), way.booked, way.came, '']),
  ...results.roles.map((role) => ['Role', roleName(role), role.booked, role.came, '']),
  ...results.parts.map((part) => ['Part', partName(part), part.booked, part.came, '']),
  ...results.evaluation.flatMap((one) => [
    ['Evaluation', `${waveWords[one.wave].label}: asked`, '', '', one.asked],
    ['Evaluation', `${waveWords[one.wave].label}: answered`, '', '', one.answered],
    ...one.figures.flatMap(({ question, summary }) =>
      (summary?.rows ?? []).map(([answer, n]): Cell[] => ['Evaluation', `${question.label}: ${answer}`, '', '', n]),
    ),
  ]),
]

const evaluationLines = ({ wave, asked, answered, released, figures }: EvaluationResults): string[] =>
  asked === 0
    ? []
    : [
        '',
        `${waveWords[wave].label}: ${answered} of ${asked} answered (${Math.round((answered / asked) * 100)}%).`,
        ...(released < leastShown ? [`Fewer than ${leastShown} answers can be shown, so none is.`] : []),
        ...figures.flatMap(({ question, summary, texts }) => [
          ...(summary ? [`${question.label} ${summary.rows.map(([answer, n]) => `${answer}: ${n}`).join('; ')}.`] : []),
          ...(texts.length > 0 ? [`${question.label} ${counted(texts.length, 'text')} to read on the page.`] : []),
        ]),
      ]

/** The figures as text, to be put into a mail. */
export const forTheDirector = (results: Results, page: string): string => {
  const { event, figures, ways, roles, parts, evaluation } = results
  const lines = (heading: string, of: readonly { booked: number; came: number }[], named: string[]): string[] =>
    of.length === 0 ? [] : ['', heading, ...of.map(({ booked, came }, n) => `${named[n]}: ${booked} booked, ${came} came`)]
  const [from, to] = [firstStart(event), lastEnd(event)]
  return [
    `${event.title}${event.state === 'cancelled' ? ' (cancelled)' : ''}`,
    [from && to ? sayWhen(from, to) : '', whereOf(event)].filter(Boolean).join(', '),
    '',
    ...sayFigures(results).map(([what, many]) => `${what}: ${many}`),
    `Income without VAT: ${figures.income === 0 ? 'none' : sayMoney(figures.income)}`,
    ...lines('By way of coming', ways, ways.map(wayName)),
    ...lines('By role', roles, roles.map(roleName)),
    ...(parts.length > 1 ? lines('By part of the programme', parts, parts.map(partName)) : []),
    ...evaluation.flatMap(evaluationLines),
    '',
    page,
  ].join('\n')
}
