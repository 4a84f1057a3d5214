// The schools behind the figures of coverage, and whom each of them sent.
import { Hono } from 'hono'
import { type Day, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { Link, Small } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayQuestion } from './answer.ts'
import { askValid, validAhead } from './ask-question.ts'
import { dimensionNames, type Question } from './coverage.ts'
import { basisNames, gradeNames, type SchoolRow } from './evidence.ts'
import { selectBeginning } from './evidence-store.ts'
import { sameQuestion } from './forms.ts'
import { groupsOf, usualGroups } from './report.ts'
import { schoolsBehind, selectCounts } from './schools-store.ts'
import { sayHow, sayRecord } from './sent.ts'
import { selectApart, sentBy } from './sent-store.ts'
import { How, SchoolsAbove } from './views/schools.tsx'
import { SentAbove } from './views/sent.tsx'

type Of = Awaited<ReturnType<typeof askValid>>

const backTo = ({ question, dimension }: Of) => ({ href: `/coverage?${sameQuestion(question, dimension)}`, text: 'Back to the report' })

const sayAt = (day: Day | undefined): string => (day ? sayShortDay(day) : '–')

/** What was asked, in every row of a file. */
export const askedColumns = ['Event', 'Topic', 'From', 'To', 'Schools open on', 'As known at']
export const askedCells = ({ event, topic, from, to, on }: Question, now: Date): string[] => [
  ...(event ? [event.title, '', '', '', on] : ['', topic?.label ?? 'All topics', from, to, on]),
  now.toISOString(),
]

const schools = list({
  at: '/schools',
  ahead: validAhead,
  find: askValid,
  beside: (of) => together({ behind: selectCounts(of.db, of.question, of), beginning: selectBeginning(of.db) }),
  title: 'Schools behind the figures',
  heading: ({ question, answer, behind }) =>
    `${groupsOf(question)[answer] ?? usualGroups[answer]}${behind.category ? `: ${behind.category}` : ''}`,
  caption: ({ question }) => sayQuestion(question),
  back: (of) => backTo(of),
  rows: (of) => schoolsBehind(of.question, of),
  of: ['school'],
  dense: true,
  tableCaption: ({ question, behind }) =>
    `${counted(behind.total, 'school')}: first, last and times at ${question.topic && !question.event ? `events on the topic ${question.topic.label}` : 'any event'}`,
  columns: ({ question, answer, dimension, now }) => [
    { name: 'URN', value: ({ urn }) => urn },
    {
      name: 'School',
      cell: ({ id, name, town, urn }) => (
        <>
          <Link href={`/organiser/schools/${id}`}>{name}</Link>
          <br />
          {[town, urn].filter(Boolean).join(', ')}
        </>
      ),
      value: ({ name }) => name,
    },
    { name: 'Town', value: ({ town }) => town },
    ...(answer === 'took-part' || answer === 'all' || answer === 'did-not'
      ? [{ name: 'In what was asked', cell: ({ reached }: SchoolRow) => <How reached={reached} /> }]
      : []),
    { name: dimensionNames[dimension], cell: ({ category }) => category, value: ({ category }) => category },
    { name: 'Took part', value: ({ reached }) => (reached ? 'yes' : 'no') },
    { name: 'How', value: ({ reached }) => reached && gradeNames[reached.grade] },
    { name: 'Based on', value: ({ reached }) => reached && basisNames[reached.basis] },
    { name: 'Only through a predecessor', value: ({ reached }) => reached && (reached.throughPredecessor ? 'yes' : 'no') },
    { name: 'First', cell: ({ firstOnTopic }) => sayAt(firstOnTopic) },
    { name: 'Last', cell: ({ lastOnTopic }) => sayAt(lastOnTopic) },
    { name: 'First on the topic', value: ({ firstOnTopic }) => firstOnTopic },
    { name: 'Last on the topic', value: ({ lastOnTopic }) => lastOnTopic },
    { name: 'Times', numeric: true, cell: ({ times }) => times },
    { name: 'Times on the topic', value: ({ times }) => times },
    // Of one event, or of all topics, it is any event that a school came to.
    ...(question.topic && !question.event ? [{ name: 'Last at any event', cell: ({ lastOn }: SchoolRow) => sayAt(lastOn) }] : []),
    { name: 'Last at any event', value: ({ lastOn }) => lastOn },
    ...askedColumns.map((name, at) => ({ name, value: () => askedCells(question, now)[at] })),
  ],
  above: (shown) => <SchoolsAbove {...shown} />,
  below: ({ now }) => <Small>As known at {sayInstant(now)}.</Small>,
  none: 'No schools.',
  file: {
    name: ({ question }) => `coverage-schools-${question.on}`,
    log: ({ dimension, answer }, schools) => ({ act: 'coverage_schools.exported', after: { schools, by: dimension, answer } }),
  },
})

const sent = list({
  at: '/sent',
  ahead: validAhead,
  find: askValid,
  beside: (of) => mapped(selectApart(of.db, of.question, of), (apart) => ({ apart })),
  title: 'Whom each school sent',
  caption: ({ question }) => sayQuestion(question),
  back: (of) => backTo(of),
  rows: (of) => sentBy(of.question, of),
  of: ['attendance'],
  dense: true,
  tableCaption: ({ apart }) => counted(apart.attendances, 'attendance'),
  columns: ({ dimension }) => [
    { name: 'URN', value: ({ urn }) => urn },
    {
      name: 'School',
      cell: ({ schoolId, name, town }) => (
        <>
          <Link href={`/organiser/schools/${schoolId}`}>{name}</Link>
          {town ? `, ${town}` : ''}
        </>
      ),
      value: ({ name }) => name,
    },
    { name: 'Town', value: ({ town }) => town },
    { name: dimensionNames[dimension], value: ({ category }) => category },
    { name: 'Person', cell: ({ person }) => person ?? 'Not known, or erased', value: ({ person }) => person },
    { name: 'Role at the time', cell: ({ role }) => role ?? 'Not known', value: ({ role }) => role },
    { name: 'Event', cell: ({ title, session }) => (session ? `${title}: ${session}` : title), value: ({ title }) => title },
    { name: 'Session', value: ({ session }) => session },
    { name: 'Day', cell: ({ on }) => sayDay(on), value: ({ on }) => on },
    { name: 'How', cell: sayHow, value: sayHow },
    { name: 'Based on', cell: sayRecord, value: sayRecord },
  ],
  above: (shown) => <SentAbove {...shown} />,
  below: ({ now }) => <Small>As known at {sayInstant(now)}.</Small>,
  none: 'Nobody is on record.',
  file: {
    name: ({ question }) => `coverage-sent-${question.on}`,
    log: ({ dimension }, attendances) => ({ act: 'coverage_sent.exported', after: { attendances, by: dimension } }),
  },
})

/** Mounted with the report. */
export const reportCoveredPages = withPages(new Hono<AppEnv>(), schools, sent)
  // As one page has everything about a school.
  .get('/schools/:id', (c) => c.redirect(`/organiser/schools/${c.req.param('id')}`, 302))
