import { londonDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { Button, Choices, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, NothingChanged, P } from '#base/web/page-parts.tsx'
import { levels, levelWords } from '#guidance/issuing/answer.ts'
import { reachOn } from '#people/notices/notice.ts'
import { ReachOfSchool } from '#people/notices/views.tsx'
import type { Asked } from '../asked.ts'
import type { AnswersRead } from '../read-answers.ts'
import { AddressForm, AnswerFields, AnswersTable, ChecksTable, DatesList, ReceiptsTable, type Typed } from './answer.tsx'

/** What is on record of one document at one school, for the council. */
export const GuidanceOfSchool = ({
  asked,
  read: { found, answers, checks, receipts, told: facts },
  now,
  mayWrite,
  typed = {},
  problems,
  why,
}: {
  asked: Asked
  read: AnswersRead
  now: Date
  mayWrite: boolean
  typed?: Typed
  problems?: Problems | undefined
  why?: string | undefined
}) => {
  const at = `/guidance/${asked.documentId}/schools/${asked.rootId}`
  const reach = reachOn(facts, londonDay(now))
  return (
    <>
      <ErrorSummary problems={problems} />
      <NothingChanged why={why} />
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
          <h4 class="govuk-heading-s">Enter what somebody told you</h4>
          <P>By telephone or letter. It is kept as stated, with your name and theirs.</P>
          <input type="hidden" name="id" value={newId(now)} />
          <input type="hidden" name="seen" value={asked.answerId ?? ''} />
          <AnswerFields asked={[asked]} {...{ typed, problems }} named />
          <Button>Keep the answer</Button>
        </form>
      ) : null}
      <h4 class="govuk-heading-s">Whether the school was reached</h4>
      <ReachOfSchool school={{ reach, facts }} />
      <P>
        <Link href={`/reached/guidance/${asked.versionId}`}>All schools, and noting one that was told another way</Link>
      </P>
      <h4 class="govuk-heading-s">Emails and confirmations</h4>
      <ReceiptsTable receipts={receipts} />
      <h4 class="govuk-heading-s">Where it is published</h4>
      <ChecksTable checks={checks} tickAt={mayWrite ? `${at}/tick` : undefined} />
      {mayWrite && !asked.passed ? (
        <AddressForm at={`${at}/page`} typed={{ ...typed, address: typed['address'] || (checks[0]?.address ?? '') }} problems={problems} />
      ) : null}
    </>
  )
}
