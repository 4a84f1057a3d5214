import { sayDay } from '#base/dates.ts'
import { Link, P, Tag } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { sayBeginning } from '../answer.ts'
import { type Dimension, dimensionNames, type Question } from '../coverage.ts'
import { type Beginning, basisNames, gradeNames, type Reached } from '../evidence.ts'
import { sameQuestion } from '../forms.ts'
import { groupsOf, type SchoolCounts, tabs, type WhichSchools } from '../report.ts'
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

type SchoolsAboveProps = {
  question: Question
  dimension: Dimension
  category: string | undefined
  answer: WhichSchools
  beginning: Beginning | undefined
  behind: SchoolCounts
}

export const SchoolsAbove = ({ question, dimension, category, answer, beginning, behind: { total, of } }: SchoolsAboveProps) => {
  const groups = groupsOf(question)
  const more = category === undefined ? {} : { category }
  const here = (answer: WhichSchools, narrowed: Record<string, string> = more) =>
    `/coverage/schools?${sameQuestion(question, dimension, { answer, ...narrowed })}`
  const parts = tabs.flatMap((which) => {
    const text = groups[which]
    return text ? [{ which, text, n: of[which], href: here(which) }] : []
  })
  const write = (more: Record<string, string>) => `/organiser/mailings/new?${sameQuestion(question, dimension, { of: 'schools', ...more })}`
  return (
    <>
      <SplitBar parts={parts} now={answer} />
      <P>
        {counted(of.all, 'school')} open on {sayDay(question.on)}. {sayBeginning(beginning)}
      </P>
      {total > 0 ? (
        <ul class="govuk-list muster-actions muster-no-print">
          <li>
            <Link href={write({ invite: 'yes', answer, ...more })}>Invite {total === 1 ? 'this school' : `these ${sayNumber(total)}`}</Link>
          </li>
          <li>
            <Link href={write({ answer, ...more })}>Write to these schools</Link>
          </li>
        </ul>
      ) : null}
      {category === undefined ? null : (
        <P>
          <Link href={here(answer, {})}>Every {dimensionNames[dimension].toLowerCase()}</Link>
        </P>
      )}
    </>
  )
}
