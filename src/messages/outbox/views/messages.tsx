import { sayDay, sayInstant } from '#base/dates.ts'
import { mostCounted } from '#base/db/list-rows.ts'
import { Button, DayField, optionsOf, Select, TextField } from '#base/web/field.tsx'
import { Address, Details, Link, P, Warning } from '#base/web/page-parts.tsx'
import { kinds, labelOf } from '../kind.ts'
import { type ListedMessage, type MessageFigures, type MessageFilter, messageQuery, type ShownState } from '../listed-message.ts'
import { BecameTag, OutcomeFigures } from '../views.tsx'

const stateWords: Record<ShownState, string> = {
  all: 'All, not delivered first',
  troubled: 'Not delivered, for whatever reason',
  failed: 'Could not be sent',
  bounced: 'Bounced or unwanted',
  withheld: 'Withheld: not tried',
  waiting: 'Waiting',
  sent: 'Sent, nothing heard yet',
  accepted: 'Accepted by the mail server',
}

const whenOf = (message: ListedMessage): string =>
  message.state === 'queued' && message.attempts > 0
    ? `Next attempt ${sayInstant(message.dueAt)}`
    : sayInstant(message.deliveryStatusAt ?? message.sentAt ?? message.createdAt)

/**
 * The columns of a list of messages, with a link to the history of each: few, so that
 * rows stay short. @param ofEvents whether each may be about another event
 */
export const messageCells = (ofEvents: boolean) => [
  {
    name: 'Subject',
    cell: ({ id, subject, kind, eventCode, eventTitle }: ListedMessage) => (
      <>
        <Link href={`/organiser/messages/${id}`}>{subject}</Link>
        <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">
          {labelOf(kind)}
          {ofEvents && eventCode ? (
            <>
              {': '}
              <Link href={`/organiser/events/${eventCode}`}>{eventTitle}</Link>
            </>
          ) : null}
        </div>
      </>
    ),
  },
  {
    name: 'What became of it',
    cell: (message: ListedMessage) => (
      <>
        <BecameTag became={message.became} />
        <div>{whenOf(message)}</div>
        {message.replaced === 1 ? <div class="govuk-hint govuk-!-margin-bottom-0">Sent again</div> : null}
        {message.lastError ? <div class="govuk-hint govuk-!-margin-bottom-0">{message.lastError}</div> : null}
      </>
    ),
  },
  {
    name: 'To',
    cell: ({ toAddress, schoolName }: ListedMessage) => (
      <>
        <Address email={toAddress} />
        {schoolName ? <div class="govuk-hint govuk-!-margin-bottom-0">{schoolName}</div> : null}
      </>
    ),
  },
]

const Narrowed = ({ what, name, filter }: { what: string; name: string | null; filter: MessageFilter }) =>
  name === null ? null : (
    <P>
      Only messages of the {what} {name}. <Link href={`/organiser/messages${messageQuery(filter)}`}>Show those of everybody</Link>
    </P>
  )

type MessagesAboveProps = MessageFigures & { filter: MessageFilter; canSend: boolean }

/** What stands above the list: figures, filters, and what can be done with all of them. */
export const MessagesAbove = ({ counts, events, named, filter, canSend }: MessagesAboveProps) => (
  <>
    {canSend ? null : (
      <Warning>
        This deployment has no key to send mail with, so every message waits. Nothing is lost: tell the people who run Muster to set
        RESEND_API_KEY.
      </Warning>
    )}
    <OutcomeFigures outcomes={counts} most={mostCounted} />
    <Narrowed what="school" name={filter.school ? named.school : null} filter={{ ...filter, school: '' }} />
    <Narrowed what="person" name={filter.person ? named.person : null} filter={{ ...filter, person: '' }} />
    <form method="post" action="/organiser/messages" class="muster-filter muster-filter--beside">
      {(['school', 'person', 'sending'] as const).map((key) =>
        filter[key] ? <input type="hidden" name={key} value={filter[key]} /> : null,
      )}
      <Select name="state" label="What became of it" value={filter.state} options={optionsOf(stateWords)} />
      <Select
        name="event"
        label="Event"
        value={events.find((one) => one.id === filter.event || one.code === filter.event.toUpperCase())?.code ?? ''}
        options={[
          { value: '', text: 'All events' },
          ...events.map((one) => ({ value: one.code, text: one.startsAt ? `${one.title}, ${sayDay(one.startsAt)}` : one.title })),
        ]}
      />
      <TextField name="q" label="Name, address or subject" type="search" width={30} value={filter.q} />
      <Details summary="More filters" open={filter.kind !== '' || filter.from !== '' || filter.to !== ''}>
        <Select
          name="kind"
          label="Kind"
          value={filter.kind}
          options={[
            { value: '', text: 'All kinds' },
            ...kinds.map((kind) => ({ value: kind, text: labelOf(kind) })).sort((a, b) => a.text.localeCompare(b.text, 'en-GB')),
          ]}
        />
        <DayField name="from" label="Written from" value={filter.from} />
        <DayField name="to" label="Written until" value={filter.to} />
      </Details>
      <Button kind="secondary">Show</Button>
    </form>
    {counts.failed + counts.bounced + counts.withheld > 0 ? (
      <P>
        <Link href={`/organiser/messages/again${messageQuery({ ...filter, state: 'all' })}`}>Send again what can be sent again</Link>
      </P>
    ) : null}
  </>
)
