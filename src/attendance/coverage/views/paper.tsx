import type { Council } from '#base/council.ts'
import { sayDay, sayInstant } from '#base/dates.ts'
import { Heading, P, Title } from '#base/web/page-parts.tsx'
import { answer, sayEarlyYears, sayQuestion } from '../answer.ts'
import { type Dimension, dimensionNames, type Question } from '../coverage.ts'
import type { SchoolRow } from '../evidence.ts'
import type { Report } from '../report.ts'
import { Definition, Limits, SourcesList } from './definition.tsx'
import { Bars, BasisTable, HowTable, ReachTable } from './figures.tsx'

export const PaperPage = ({
  question,
  report,
  missing,
  council,
  by,
  knownAt,
}: {
  question: Question
  report: Report
  missing: { schools: readonly SchoolRow[]; total: number }
  council: Council
  by: Dimension
  knownAt: Date
}) => {
  const { whole, sources } = report
  const [first, ...others] = report.tables
  const never = missing.schools.filter((school) => school.lastOn === undefined)
  const before = missing.schools.filter((school) => school.lastOn !== undefined)
  const unlisted = missing.total - missing.schools.length
  let number = 0
  const heading = (text: string) => {
    number += 1
    return (
      <Heading>
        {number}. {text}
      </Heading>
    )
  }
  return (
    <article class="muster-paper">
      <p class="govuk-body-s muster-no-print">Print this page, or save it as a PDF, from the menu of your browser.</p>
      <Title>Schools reached by safeguarding conferences</Title>
      <P>
        {council.name}
        <br />
        {sayQuestion(question)}
        <br />
        As known at {sayInstant(knownAt)}
      </P>

      {heading('Question')}
      <P>
        Which of the schools open in the area on {sayDay(question.on)} had somebody attend{' '}
        {question.event ? 'this event' : question.topic ? `an event on the topic ${question.topic.label}` : 'a safeguarding event'}
        {question.event ? '' : ' in the period'}, and which did not?
      </P>

      {heading('Answer')}
      <p class="govuk-body govuk-!-font-weight-bold">{answer(question, whole)}</p>
      <P>{sayEarlyYears(sources)}</P>

      {first && whole.open > 0 ? (
        <>
          {heading('Figures')}
          <Bars categories={first.categories} whole={whole} />
          <ReachTable dimension={first.dimension} categories={first.categories} whole={whole} />
          {others
            .filter((table) => table.dimension !== first.dimension)
            .map((table) => (
              <ReachTable
                dimension={table.dimension}
                categories={table.categories}
                whole={whole}
                caption={`Schools that took part, by ${dimensionNames[table.dimension].toLowerCase()}`}
              />
            ))}
        </>
      ) : null}

      {heading(`Schools with no attendance on record${sources.since ? ` since ${sayDay(sources.since)}` : ''}`)}
      {never.length === 0 ? (
        <P>None.</P>
      ) : (
        <>
          <P>
            {whole.never} of {whole.open} schools.{' '}
            {sources.since ? `No record since ${sayDay(sources.since)} of anyone attending any event for:` : ''}
          </P>
          <Names schools={never} />
        </>
      )}

      {before.length > 0 ? (
        <>
          {heading('Other schools that did not take part')}
          <P>
            {whole.open - whole.tookPart - whole.never} of {whole.open} schools, with the last day on which they attended any event.
          </P>
          <Names schools={before} />
        </>
      ) : null}
      {unlisted > 0 ? <P>And {unlisted} more, which the CSV file of the report lists.</P> : null}

      {heading('What is counted')}
      <Definition question={question} />
      {heading('Sources')}
      <SourcesList sources={sources} knownAt={knownAt} />
      {heading('Limits of the evidence')}
      <Limits sources={sources} provisional={whole.provisional} />
      <p class="govuk-body-s">
        {by === 'trust' || by === 'ward' ? `Trusts and wards are those of the school on ${sayDay(question.on)}. ` : ''}No person is named in
        this paper.
      </p>
      {first && whole.tookPart > 0 ? (
        <>
          <h2 class="govuk-heading-m muster-paper__annex">Annex: how they took part, and what that rests on</h2>
          <HowTable dimension={first.dimension} categories={first.categories} whole={whole} />
          <BasisTable dimension={first.dimension} categories={first.categories} whole={whole} />
        </>
      ) : null}
    </article>
  )
}

const Names = ({ schools }: { schools: readonly SchoolRow[] }) => (
  <ul class="govuk-list muster-paper__names">
    {schools.map((school) => (
      <li>
        {school.name}, {school.town ? `${school.town}, ` : ''}
        {school.urn}
        {school.lastOn ? ` (${sayDay(school.lastOn)})` : ''}
      </li>
    ))}
  </ul>
)
