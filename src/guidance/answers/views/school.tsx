import type { Child } from 'hono/jsx'
import { londonDay } from '#base/dates.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { reachOn } from '#people/notices/notice.ts'
import { ReachOfSchool } from '#people/notices/views.tsx'
import type { Asked, KeptCheck } from '../asked.ts'
import type { AnswersRead } from '../read-answers.ts'
import { AnswersTable, ChecksTable, DatesList, ReceiptsTable } from './answer.tsx'

/** null where nothing can be written, or not by whoever reads it. */
export type SchoolForms = { answer: Child; level: Child; address: Child; tick: (check: KeptCheck) => Child }

type SchoolProps = { asked: Asked; read: AnswersRead; now: Date; forms: SchoolForms }

export const GuidanceOfSchool = ({ asked, read: { found, answers, checks, receipts, told: facts }, now, forms }: SchoolProps) => {
  const reach = reachOn(facts, londonDay(now))
  return (
    <>
      <h3 class="govuk-heading-m" id="document">
        {asked.title}, version {asked.version}
      </h3>
      {found ? (
        <>
          <P>{found.why}</P>
          <DatesList dates={found.dates} publishedLevel={found.publishedLevel} />
        </>
      ) : (
        <P>The school is not among those whom this document is for today. What was recorded stays.</P>
      )}
      <P>
        <Link href={`/guidance/${asked.documentId}/uptake`}>All schools</Link>
      </P>
      <h4 class="govuk-heading-s">What the school answered</h4>
      <AnswersTable answers={answers} />
      {forms.level}
      {forms.answer ? (
        <>
          <h4 class="govuk-heading-s">Enter what somebody told you</h4>
          <P>By telephone or letter. It is kept as stated, with your name and theirs.</P>
          {forms.answer}
        </>
      ) : null}
      <h4 class="govuk-heading-s">Whether the school was reached</h4>
      <ReachOfSchool school={{ reach, facts }} />
      <P>
        <Link href={`/reached/guidance/${asked.versionId}`}>All schools, and noting one that was told another way</Link>
      </P>
      <h4 class="govuk-heading-s">Emails and confirmations</h4>
      <ReceiptsTable receipts={receipts} />
      <h4 class="govuk-heading-s">Where it is published</h4>
      <ChecksTable checks={checks} tick={forms.tick} />
      {forms.address}
    </>
  )
}
