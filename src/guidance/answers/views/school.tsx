import type { Day } from '#base/dates.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, NothingChanged, P, Title } from '#base/web/page-parts.tsx'
import { levels, levelWords } from '#guidance/issuing/answer.ts'
import { type NoticeFact, reachOn } from '#people/notices/notice.ts'
import { ReachOfSchool } from '#people/notices/views.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { KeptReceipt } from '../asked.ts'
import { AddressForm, AnswerFields, AnswersTable, type AnswerView, ChecksTable, DatesList, ReceiptsTable, type Typed } from './answer.tsx'

/** What is on record of one document at one school, for officers. */
export const SchoolGuidancePage = ({
  view: { asked, found, answers, checks },
  receipts,
  facts,
  today,
  formId,
  mayWrite,
  typed,
  problems,
  why,
}: {
  view: AnswerView
  receipts: readonly KeptReceipt[]
  /** What became of telling it the version. */
  facts: readonly NoticeFact[]
  today: Day
  formId: string
  mayWrite: boolean
  typed: Typed
  problems?: Problems | undefined
  why?: string | undefined
}) => {
  const at = `/guidance/${asked.documentId}/schools/${asked.rootId}`
  const reach = reachOn(facts, today)
  return (
    <>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
      <span class="govuk-caption-l">
        {asked.title}, version {asked.version}
      </span>
      <Title>{schoolLabel(asked)}</Title>
      {found ? (
        <>
          <P>{found.why}</P>
          <DatesList dates={found.dates} publishedLevel={found.publishedLevel} />
        </>
      ) : (
        <P>The school is not among those whom this document is for today. What was recorded stays.</P>
      )}
      <ul class="govuk-list muster-actions muster-no-print">
        <li>
          <Link href={`/guidance/${asked.documentId}/uptake`}>All schools</Link>
        </li>
        <li>
          <Link href={`/organiser/schools/${asked.rootId}`}>Everything about this school</Link>
        </li>
      </ul>
      <Heading>What the school answered</Heading>
      <AnswersTable answers={answers} />
      {mayWrite && asked.answerId ? (
        <form method="post" action={`${at}/level`} novalidate>
          <input type="hidden" name="answerId" value={asked.answerId} />
          <Choices
            type="radios"
            name="level"
            label="How well do you know the answer that stands?"
            problems={problems}
            values={typed['level'] ? [typed['level']] : []}
            options={[
              { value: 'seen', text: levelWords.seen, hint: 'You were shown the minute or the policy' },
              { value: 'verified', text: levelWords.verified, hint: 'You compared the policy with this version' },
              { value: 'stated', text: 'Only stated', hint: 'What was seen before does not show it' },
            ].filter(({ value }) => (levels as readonly string[]).includes(value))}
          />
          <TextField
            name="note"
            label="What you saw"
            hint="Name no child and no parent."
            maxlength={300}
            problems={problems}
            value={typed['note']}
          />
          <Button kind="secondary">Note it</Button>
        </form>
      ) : null}
      {mayWrite && !asked.passed ? (
        <form method="post" action={at} novalidate>
          <Heading>Enter what somebody told you</Heading>
          <P>By telephone or letter. It is kept as stated, with your name and theirs.</P>
          <input type="hidden" name="id" value={formId} />
          <input type="hidden" name="seen" value={asked.answerId ?? ''} />
          <AnswerFields asked={[asked]} {...{ typed, problems }} named />
          <Button>Keep the answer</Button>
        </form>
      ) : null}
      <Heading>Whether the school was reached</Heading>
      <ReachOfSchool school={{ reach, facts }} />
      <P>
        <Link href={`/reached/guidance/${asked.versionId}`}>All schools, and noting one that was told another way</Link>
      </P>
      <Heading>Emails and confirmations</Heading>
      <ReceiptsTable receipts={receipts} />
      <Heading>Where it is published</Heading>
      <ChecksTable checks={checks} tickAt={mayWrite ? `${at}/tick` : undefined} />
      {mayWrite && !asked.passed ? (
        <AddressForm at={`${at}/page`} typed={{ ...typed, address: typed['address'] || (checks[0]?.address ?? '') }} problems={problems} />
      ) : null}
    </>
  )
}
