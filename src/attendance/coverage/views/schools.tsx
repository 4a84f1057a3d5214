import { type Day, sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import { Caption, Link, P, Pagination, Small, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { sayBeginning, sayQuestion } from '../answer.ts'
import { dimensionNames, type Question } from '../coverage.ts'
import { type Beginning, basisNames, gradeNames, type Reached } from '../evidence.ts'
import { type Asked, sameQuestion } from '../forms.ts'
import { groupsOf, type SchoolList, tabs, usualGroups, type WhichSchools } from '../report.ts'
import { SplitBar } from './figures.tsx'

/** `Own staff attended, through a predecessor`, and a tag unless from a signed register. */
export const How = ({ reached }: { reached: Reached | undefined }) =>
  reached ? (
    <>
      {gradeNames[reached.grade]}
      {reached.throughPredecessor ? ', through a predecessor' : ''}
      {reached.basis === 'signed' ? null : (
        <>
          {' '}
          <Tag colour={reached.basis === 'provisional' ? 'yellow' : 'grey'}>{basisNames[reached.basis]}</Tag>
        </>
      )}
    </>
  ) : (
    <>Did not take part</>
  )

const sayAt = (day: Day | undefined): string => (day ? sayShortDay(day) : '–')

type CoverageSchoolsPageProps = {
  asked: Asked
  question: Question
  beginning: Beginning | undefined
  list: SchoolList
  pageSize: number
  url: string
  knownAt: Date
}

export const CoverageSchoolsPage = ({
  asked,
  question,
  beginning,
  list: { schools, total, of },
  pageSize,
  url,
  knownAt,
}: CoverageSchoolsPageProps) => {
  const groups = groupsOf(question)
  const more = asked.category === undefined ? {} : { category: asked.category }
  const here = (answer: WhichSchools, page = 'schools', narrowed: Record<string, string> = more) =>
    `/coverage/${page}?${sameQuestion(question, asked.by, { answer, ...narrowed })}`
  const parts = tabs.flatMap((which) => {
    const text = groups[which]
    return text ? [{ which, text, n: of[which], href: here(which) }] : []
  })
  const which = asked.answer
  const how = which === 'took-part' || which === 'all' || which === 'did-not'
  // Of one event, or of all topics, it is any event that a school came to.
  const ofTopic = question.topic && !question.event
  const columns = [
    ...['School', ...(how ? ['In what was asked'] : []), dimensionNames[asked.by], 'First', 'Last'],
    { text: 'Times', numeric: true as const },
    ...(ofTopic ? ['Last at any event'] : []),
  ]
  return (
    <>
      <Caption>{sayQuestion(question)}</Caption>
      <Title>
        {groups[which] ?? usualGroups[which]}
        {more.category !== undefined && schools[0] ? `: ${schools[0].category}` : ''}
      </Title>
      <SplitBar parts={parts} now={which} />
      <P>
        {counted(of.all, 'school')} open on {sayDay(question.on)}. {sayBeginning(beginning)}
      </P>
      <ul class="govuk-list muster-actions muster-no-print">
        {total > 0 ? (
          <li>
            <Link
              href={`/organiser/mailings/new?${sameQuestion(question, asked.by, { of: 'schools', invite: 'yes', answer: which, ...more })}`}
            >
              Invite {total === 1 ? 'this school' : `these ${sayNumber(total)}`}
            </Link>
          </li>
        ) : null}
        {total > 0 ? (
          <li>
            <Link href={`/organiser/mailings/new?${sameQuestion(question, asked.by, { of: 'schools', answer: which, ...more })}`}>
              Write to these schools
            </Link>
          </li>
        ) : null}
        <li>
          <Link href={here(which, 'schools.csv')}>This list as CSV</Link>
        </li>
        {more.category === undefined ? null : (
          <li>
            <Link href={here(which, 'schools', {})}>Every {dimensionNames[asked.by].toLowerCase()}</Link>
          </li>
        )}
      </ul>
      {schools.length === 0 ? (
        <P>{total > 0 ? 'The list ends before this page.' : 'No schools.'}</P>
      ) : (
        <Table
          dense
          caption={`${counted(total, 'school')}: first, last and times at ${ofTopic ? `events on the topic ${question.topic?.label}` : 'any event'}`}
          columns={columns}
          rows={schools.map((school) => [
            <>
              <Link href={`/organiser/schools/${school.id}`}>{school.name}</Link>
              <br />
              {[school.town, school.urn].filter(Boolean).join(', ')}
            </>,
            ...(how ? [<How reached={school.reached} />] : []),
            school.category,
            sayAt(school.firstOnTopic),
            sayAt(school.lastOnTopic),
            school.times,
            ...(ofTopic ? [sayAt(school.lastOn)] : []),
          ])}
        />
      )}
      <Pagination url={url} page={asked.page} pageSize={pageSize} total={total} />
      <Small>As known at {sayInstant(knownAt)}.</Small>
    </>
  )
}
