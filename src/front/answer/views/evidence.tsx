import { EvidenceTable } from '#attendance/coverage/views/evidence.tsx'
import { HoldersTable } from '#attendance/coverage/views/standing-school.tsx'
import { saySchoolStanding } from '#attendance/requirements/sentence.ts'
import { sayDay } from '#base/dates.ts'
import { Bullets, Link, P } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import { AnswersTable, ChecksTable, ReceiptsTable } from '#guidance/answers/views/answer.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AnswerRow, CountedRows } from '../population.ts'

const Training = ({ training: { found, holders, booked } }: CountedRows) =>
  found ? (
    <>
      <P>{saySchoolStanding(found)}</P>
      {booked.length > 0 ? <P>The DSL has or asked for a place at {listed(booked)}.</P> : null}
      {found.holders.length > 0 ? <HoldersTable found={found} holders={holders} roles={new Map([['dsl', 'DSL']])} /> : null}
    </>
  ) : (
    <P>Nothing is asked of this school on that day.</P>
  )

const Sentences = ({ all, none }: { all: readonly string[]; none: string }) =>
  all.length > 0 ? (
    <Bullets>
      {all.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </Bullets>
  ) : (
    <P>{none}</P>
  )

const Guidance = ({ guidance: { told, receipts } }: CountedRows) => (
  <>
    <Sentences all={told} none="There is no record of guidance on this topic for this school." />
    {told.length > 0 ? <ReceiptsTable receipts={receipts} /> : null}
  </>
)

const Answer = ({ guidance: { told, answers, checks } }: CountedRows) => (
  <>
    {told.slice(0, 1).map((sentence) => (
      <P>{sentence}</P>
    ))}
    <AnswersTable answers={answers} />
    <ChecksTable checks={checks} />
  </>
)

const Attendance = ({ evidence, opensEntries }: { evidence: CountedRows['evidence']; opensEntries: boolean }) => {
  const [counted, other] = [evidence.filter(({ asked }) => asked), evidence.filter(({ asked }) => !asked)]
  return (
    <>
      {counted.length > 0 ? (
        <EvidenceTable caption="Who came on this topic in the two years" evidence={counted} opensEntries={opensEntries} />
      ) : (
        <P>There is no record that anyone came for this school on this topic in the two years.</P>
      )}
      {other.length > 0 ? (
        <EvidenceTable caption="Came to other topics or at other times, not counted here" evidence={other} opensEntries={opensEntries} />
      ) : null}
    </>
  )
}

type RowsProps = {
  question: { key: string }
  school: AnswerRow
  rows: CountedRows
  opensEntries: boolean
}

export const Rows = ({ question, school, rows, opensEntries }: RowsProps) => (
  <div class="govuk-inset-text" id="rows">
    <h4 class="govuk-heading-s">{schoolLabel(school)}: what this is counted from</h4>
    {question.key === 'pupils' ? (
      <P>
        The national register (GIAS) gives {school.pupils ?? 'no'} pupils and {school.girls ?? 'no'} girls
        {school.censusOn ? `, by the census of ${sayDay(school.censusOn)}` : ''}.
      </P>
    ) : null}
    {question.key === 'training' ? <Training {...rows} /> : null}
    {question.key === 'guidance' ? <Guidance {...rows} /> : null}
    {question.key === 'answer' ? <Answer {...rows} /> : null}
    {['came', 'people', 'sure'].includes(question.key) ? <Attendance evidence={rows.evidence} opensEntries={opensEntries} /> : null}
    {question.key === 'before' ? (
      <EvidenceTable caption="Attendance on record, the latest first" evidence={rows.evidence} opensEntries={opensEntries} />
    ) : null}
    {question.key === 'contact' ? <Sentences all={rows.contact} none="There is no record of contact about this topic." /> : null}
    <P>
      <Link href={`/organiser/schools/${school.schoolId}`}>Everything about this school</Link>
    </P>
  </div>
)
