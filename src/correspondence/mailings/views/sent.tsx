import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Rowed } from '#base/list/views.tsx'
import { Address, Heading, Inset, Link, P, SummaryList, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { sayPlanSpent } from '#messages/outbox/mail-plan.ts'
import type { DeliveryStatus, MessageState } from '#messages/outbox/message.ts'
import type { Progress, SendingState } from '#messages/outbox/sending.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type Mailing, natureWords, type RecipientCounts, type SentTo, whyWords } from '../mailing.ts'
import { Invited } from './invitation.tsx'

const states: Record<SendingState, [TagColour, string]> = {
  draft: ['grey', 'Draft'],
  waiting: ['blue', 'Scheduled'],
  sending: ['blue', 'Going out'],
  paused: ['yellow', 'Paused'],
  done: ['green', 'Sent'],
  stopped: ['red', 'Stopped'],
}
export const StateTag = ({ state, notStarted }: { state: SendingState; notStarted?: unknown }) =>
  notStarted ? <Tag colour="red">Did not go</Tag> : <Tag colour={states[state][0]}>{states[state][1]}</Tag>

// Never "read": only what a mail server reported is known.
const statuses: Record<DeliveryStatus, string> = {
  delayed: 'Their mail server takes it later',
  delivered: 'Accepted by the recipient’s mail server',
  complained: 'Reported as unwanted',
  bounced: 'Refused by the recipient’s mail server',
  suppressed: 'Not tried: the address did not work before',
  failed: 'Could not be sent',
}
const messageStates: Record<MessageState, string> = { queued: 'Waiting to go', sending: 'Going', sent: 'Sent', failed: 'Not sent' }

const becameOf = (one: SentTo): string => {
  if (one.state === 'skipped' && one.why) return whyWords[one.why]
  if (one.state === 'waiting') return 'Waiting'
  return one.messageState === 'sent' && one.deliveryStatus ? statuses[one.deliveryStatus] : messageStates[one.messageState ?? 'queued']
}

type SentProps = {
  mailing: Mailing
  invited: Pick<Parameters<typeof Invited>[0], 'schools' | 'slice' | 'trusts' | 'repeatedBy' | 'again'> | undefined
  eventTitle: string | undefined
  progress: Progress
  waitsForPlan: boolean
  recipients: Slice<SentTo>
  counts: RecipientCounts
  url: string
  move: Child
  copy: Child
}

const To = ({ one: { name, email } }: { one: SentTo }) => (
  <>
    {name ? (
      <>
        {name}
        <br />
      </>
    ) : null}
    <Address email={email} />
  </>
)

const Recipients = ({ recipients, counts, url }: Pick<SentProps, 'recipients' | 'counts' | 'url'>) => (
  <Rowed
    slice={recipients}
    url={url}
    none={null}
    dense
    caption={`${counted(counts.all, 'recipient')} of ${counted(counts.schools, 'school')}`}
    columns={[
      { name: 'School', cell: ({ school, town, urn }) => schoolLabel({ name: school, town, urn }) },
      { name: 'To', cell: (one) => <To one={one} /> },
      {
        name: 'What became of it',
        cell: (one) => (one.messageId ? <Link href={`/organiser/messages/${one.messageId}`}>{becameOf(one)}</Link> : becameOf(one)),
      },
    ]}
  />
)

export const SentPage = ({ mailing, invited, progress, recipients, counts, url, ...shown }: SentProps) => {
  const at = `/organiser/mailings/${mailing.id}`
  const left = progress.recipients + progress.waiting
  // Its end is recorded within a minute of its last message.
  const state = left === 0 && (mailing.state === 'sending' || mailing.state === 'paused') ? 'done' : mailing.state
  const under = state === 'sending' || state === 'paused'
  const skipped = counts.all - counts.waiting - counts.queued
  return (
    <>
      <P>
        <StateTag state={state} />
      </P>
      <ul class="muster-figures">
        <li>
          <span class="muster-figure">{sayNumber(left)}</span> still to go
        </li>
        <li>
          <span class="muster-figure">{sayNumber(progress.sent)}</span> sent
        </li>
        <li>
          <span class="muster-figure">{sayNumber(progress.delivered)}</span> accepted by the recipient’s mail server
        </li>
        <li>
          <span class="muster-figure">{sayNumber(progress.failed + progress.bounced)}</span> not delivered
        </li>
        <li>
          <span class="muster-figure">{sayNumber(skipped)}</span> left out
        </li>
      </ul>
      {under ? (
        <>
          <P>This page says how far it has come whenever it is loaded; closing it stops nothing.</P>
          {shown.waitsForPlan ? <Inset>{sayPlanSpent}</Inset> : null}
          <div class="muster-actions">
            {shown.move}
            <Link href={`${at}/stop`}>Stop for good</Link>
            <Link href={at}>Load again</Link>
          </div>
        </>
      ) : null}
      <SummaryList
        rows={[
          ['To whom', mailing.audience.said],
          ['About', shown.eventTitle],
          ['Kind', natureWords[mailing.nature].name],
          ['Rests on', mailing.basis || undefined],
          ['Links to', mailing.materialId === null ? undefined : (mailing.materialTitle ?? 'A material that was removed since')],
          ['Begun', mailing.startedAt ? sayInstant(mailing.startedAt) : undefined],
          ['Ended', mailing.endedAt ? sayInstant(mailing.endedAt) : undefined],
          ['Written by', <Address email={mailing.createdBy} />],
        ]}
      />
      <P>
        <Link href={`/organiser/sendings/${mailing.id}`}>Every message of it, with what is known of each</Link>
      </P>
      {invited ? <Invited mailing={mailing} url={url} {...invited} /> : null}
      <Heading>What it says</Heading>
      <pre class="muster-plain-text">{mailing.body}</pre>
      {shown.copy}
      {invited ? null : <Recipients recipients={recipients} counts={counts} url={url} />}
    </>
  )
}
