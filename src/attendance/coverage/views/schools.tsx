import { sayDay, sayInstant } from '#base/dates.ts'
import { Link, P, Pagination, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { plural } from '#base/words.ts'
import { sayQuestion, sayReach } from '../answer.ts'
import { dimensionNames, type Question } from '../coverage.ts'
import { basisNames, gradeNames, type Reached, type SchoolRow } from '../evidence.ts'
import { type Asked, sameQuestion } from '../forms.ts'
import type { Report } from '../report.ts'

const answers = { 'did-not': 'Did not take part', never: 'No record at all', 'took-part': 'Took part', all: 'All open schools' } as const

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

const sayLast = (lastOn: string | undefined, since: string | undefined): string =>
  lastOn ? sayDay(lastOn) : since ? `No record since ${sayDay(since)}` : 'No record'

export const CoverageSchoolsPage = ({
  asked,
  question,
  report,
  schools,
  total,
  pageSize,
  url,
  knownAt,
  mayWrite,
}: {
  asked: Asked
  question: Question
  report: Report
  schools: readonly SchoolRow[]
  total: number
  pageSize: number
  url: string
  knownAt: Date
  /** The reader may write to them. */
  mayWrite: boolean
}) => {
  const category = report.tables[0]?.categories.find((one) => one.key === asked.category)
  const of = category ?? report.whole
  const more = asked.category === undefined ? {} : { category: asked.category }
  // In a list of non-participants the column would repeat itself.
  const how = asked.answer === 'took-part' || asked.answer === 'all'
  const columns = ['School', 'Town', 'URN', dimensionNames[asked.by], ...(how ? ['In what was asked'] : []), 'Last attended any event']
  return (
    <>
      <span class="govuk-caption-l">{sayQuestion(question)}</span>
      <Title>
        {answers[asked.answer]}
        {category ? `: ${category.label}` : ''}
      </Title>
      <P>
        {sayReach(of)}, and {of.open - of.tookPart} of {of.open} did not. Schools counted are those open on {sayDay(question.on)}.
      </P>
      <nav aria-label="Which schools" class="muster-no-print">
        <ul class="govuk-list muster-actions">
          {Object.entries(answers).map(([answer, text]) => (
            <li>
              {answer === asked.answer ? (
                <strong aria-current="true">{text}</strong>
              ) : (
                <Link href={`/coverage/schools?${sameQuestion(question, asked.by, { answer, ...more })}`}>{text}</Link>
              )}
            </li>
          ))}
          {category ? (
            <li>
              <Link href={`/coverage/schools?${sameQuestion(question, asked.by, { answer: asked.answer })}`}>
                Every {dimensionNames[asked.by].toLowerCase()}
              </Link>
            </li>
          ) : null}
          <li>
            <Link href={`/coverage/schools.csv?${sameQuestion(question, asked.by, { answer: asked.answer, ...more })}`}>
              This list as CSV
            </Link>
          </li>
          {mayWrite && total > 0 ? (
            <li>
              <Link href={`/organiser/mailings/new?${sameQuestion(question, asked.by, { of: 'schools', answer: asked.answer, ...more })}`}>
                Write to these schools
              </Link>
            </li>
          ) : null}
        </ul>
      </nav>
      {asked.answer === 'did-not' && schools.length > 0 ? (
        <P>Schools without any record come first, then those whose last attendance is longest ago.</P>
      ) : null}
      {schools.length === 0 ? (
        <P>{total > 0 ? 'The list ends before this page.' : 'No schools.'}</P>
      ) : (
        <Table
          caption={`${total} ${plural(total, 'school')}`}
          columns={columns}
          rows={schools.map((school) => [
            <Link href={`/coverage/schools/${school.id}?${sameQuestion(question, asked.by)}`}>{school.name}</Link>,
            school.town,
            school.urn,
            school.category,
            ...(how ? [<How reached={school.reached} />] : []),
            sayLast(school.lastOn, report.sources.since),
          ])}
        />
      )}
      <Pagination url={url} page={asked.page} pageSize={pageSize} total={total} />
      <p class="govuk-body-s">As known at {sayInstant(knownAt)}.</p>
    </>
  )
}
