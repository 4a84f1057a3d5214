import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Rowed, sayTotal } from '#base/list/views.tsx'
import { Button, Select } from '#base/web/field.tsx'
import { Heading, Inset, Link, P, SummaryList, Tag, type TagColour } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { everyMessage, type ListedMessage, messageQuery, type ShownState } from '../listed-message.ts'
import { sayPlanSpent } from '../mail-plan.ts'
import { leftOf, type SendingKind, type WatchedSending, wholeOf } from '../sending.ts'
import { OutcomeFigures } from '../views.tsx'
import { messageCells } from './messages.tsx'

export const kindWords: Record<SendingKind, string> = {
  change: 'Change of an event',
  cancellation: 'Cancellation of an event',
  mailing: 'Written by hand',
}

type Shown = 'preparing' | 'under_way' | 'paused' | 'finished' | 'stopped'

/** A sending with nothing left counts as finished, whether or not that is recorded yet. */
const shownOf = ({ state, progress }: WatchedSending): Shown => {
  if (state === 'draft' || state === 'waiting') return 'preparing'
  if (state === 'stopped') return 'stopped'
  if (state === 'done' || leftOf(progress) === 0) return 'finished'
  return state === 'paused' ? 'paused' : 'under_way'
}

const shownWords: Record<Shown, readonly [TagColour, string]> = {
  preparing: ['grey', 'Not begun'],
  under_way: ['blue', 'Under way'],
  paused: ['yellow', 'Paused'],
  finished: ['green', 'Finished'],
  stopped: ['grey', 'Stopped'],
}

export const StateTag = ({ sending }: { sending: WatchedSending }) => {
  const [colour, text] = shownWords[shownOf(sending)]
  return <Tag colour={colour}>{text}</Tag>
}

const Progressed = ({ sending }: { sending: WatchedSending }) => {
  const whole = wholeOf(sending.progress)
  const gone = whole - leftOf(sending.progress)
  return (
    <P>
      <label for="progress">
        {sayNumber(gone)} of {counted(whole, 'message has', 'messages have')} left
      </label>
      <br />
      <progress id="progress" class="muster-progress" max={whole} value={gone}>
        {sayNumber(gone)} of {sayNumber(whole)}
      </progress>
    </P>
  )
}

/** Whether the page refreshes itself: while the sending goes out, unless the reader stopped it. */
export const updatesItself = (sending: WatchedSending, still: boolean): boolean => shownOf(sending) === 'under_way' && !still

type SendingPageProps = {
  sending: WatchedSending
  messages: Slice<ListedMessage>
  state: ShownState
  url: string
  still: boolean
  late: boolean
  pause: Child
  resume: Child
}

/** Serves changes, cancellations and mailings alike. */
export const SendingPage = ({ sending, messages, state, url, still, late, pause, resume }: SendingPageProps) => {
  const shown = shownOf(sending)
  const here = `/organiser/sendings/${sending.id}`
  return (
    <>
      <P>
        <StateTag sending={sending} />
      </P>
      <Progressed sending={sending} />
      {shown === 'under_way' ? pause : shown === 'paused' ? resume : null}
      {shown === 'under_way' ? (
        <p class="govuk-body muster-no-print">
          {still ? (
            <Link href={here}>Bring this page up to date</Link>
          ) : (
            <>
              This page brings itself up to date every ten seconds. <Link href={`${here}?still=yes`}>Leave it as it is</Link>
            </>
          )}
        </p>
      ) : null}
      {shown === 'paused' ? <P>What was on its way when it was paused still goes. Nothing else of it goes out until you go on.</P> : null}
      {shown === 'under_way' && sending.waitsFor ? (
        <Inset>
          Messages of it wait, because an earlier sending to the same people is paused, and none may overtake another.{' '}
          <Link href={`/organiser/sendings/${sending.waitsFor}`}>Look at the paused one, and let it go on</Link>
        </Inset>
      ) : null}
      {shown === 'under_way' && sending.waitsForPlan ? <Inset>{sayPlanSpent}</Inset> : null}
      <OutcomeFigures outcomes={sending.progress.outcomes} waiting={sending.progress.recipients} />
      <p class="govuk-body muster-quiet">
        That a mail server accepted a message says nothing of anybody having read it. Answers of mail servers come in for hours.
      </p>
      {sending.eventCode && sending.kind !== 'mailing' ? (
        late ? (
          <Inset>
            The event begins soon after this went out. <Link href={`/organiser/events/${sending.eventCode}/ring-list`}>Telephone list</Link>
          </Inset>
        ) : (
          <P>
            <Link href={`/organiser/events/${sending.eventCode}/ring-list`}>Telephone list</Link>
          </P>
        )
      ) : null}
      {sending.kind === 'mailing' ? (
        <P>
          <Link href={`/organiser/mailings/${sending.id}`}>What it says, to whom it goes, and how to stop it</Link>
        </P>
      ) : null}
      <SummaryList
        rows={[
          ['Event', sending.eventCode ? <Link href={`/organiser/events/${sending.eventCode}`}>{sending.eventTitle}</Link> : undefined],
          ['Sent by', sending.by ?? undefined],
          ['Begun', sayInstant(sending.startedAt ?? sending.createdAt)],
          ['Ended', sending.endedAt ? sayInstant(sending.endedAt) : undefined],
        ]}
      />
      <Heading>Its messages</Heading>
      <form method="get" action={here} class="muster-filter muster-filter--beside">
        {shown === 'under_way' && still ? <input type="hidden" name="still" value="yes" /> : null}
        <Select
          name="state"
          label="What became of them"
          value={state}
          options={[
            { value: 'all', text: 'All, not delivered first' },
            { value: 'troubled', text: 'Not delivered' },
            { value: 'waiting', text: 'Waiting' },
            { value: 'sent', text: 'Sent, nothing heard yet' },
            { value: 'accepted', text: 'Accepted by the mail server' },
          ]}
        />
        <Button kind="secondary">Show</Button>
      </form>
      <Rowed
        slice={messages}
        columns={messageCells(false)}
        url={url}
        dense
        caption={sayTotal(messages.total, 'message')}
        none={<P>No messages match.</P>}
      />
      <p class="govuk-body muster-no-print">
        <Link href={`/organiser/messages${messageQuery({ ...everyMessage, sending: sending.id, state })}`}>
          Download the proof of what was sent
        </Link>
      </p>
    </>
  )
}
