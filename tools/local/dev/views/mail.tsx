import { sayInstant, sayWhen } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { Details, Heading, Link, P, SummaryList, Table, Tag, type TagColour, Title } from '#base/web/page-parts.tsx'
import { type LocalMail, readAddress } from '#messages/outbox/message.ts'
import type { CalendarEntry } from '#tools/local/dev/calendar-entry.ts'
import type { Fate } from '#tools/local/dev/twin-mail.ts'

const colours: Record<string, TagColour> = {
  delivered: 'green',
  delivery_delayed: 'yellow',
  bounced: 'red',
  complained: 'red',
  suppressed: 'red',
  failed: 'red',
}

export const StateTag = ({ state }: { state: string }) => <Tag colour={colours[state] ?? 'blue'}>{state.replaceAll('_', ' ')}</Tag>

export const MailPage = ({
  mail,
  fate,
  entries,
}: {
  mail: LocalMail
  /** For a mail the twin received. */
  fate: Fate | undefined
  entries: readonly CalendarEntry[]
}) => (
  <>
    <Title>{mail.subject}</Title>
    <SummaryList
      rows={[
        ['From', mail.from],
        ['To', mail.to],
        ['Reply to', mail.replyTo],
        ['Sent', sayInstant(mail.at)],
        ['What became of it', fate ? <StateTag state={fate.state} /> : undefined],
        [
          'Attached',
          mail.attachments.length === 0 ? undefined : (
            <ul class="govuk-list">
              {mail.attachments.map((attachment, index) => (
                <li>
                  <Link href={`/dev/inbox/${mail.id}/attachments/${index}`} download={attachment.filename}>
                    {attachment.filename}
                  </Link>{' '}
                  ({attachment.contentType})
                </li>
              ))}
            </ul>
          ),
        ],
      ]}
    />
    {entries.map((entry) => (
      <EntryCard entry={entry} />
    ))}
    <Heading>As a mail client shows it</Heading>
    <iframe
      class="muster-mail"
      title={`The message “${mail.subject}”`}
      src={`/dev/inbox/${mail.id}/body`}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    />
    <Heading>Plain text</Heading>
    <pre class="muster-plain-text">{mail.text}</pre>
    {fate ? <TwinParts mail={mail} fate={fate} /> : null}
  </>
)

const TwinParts = ({ mail, fate }: { mail: LocalMail; fate: Fate }) => (
  <>
    <Heading>The message as it travelled</Heading>
    <Details summary="Every header">
      <SummaryList rows={fate.headers.map(({ name, value }) => [name, <span class="muster-address">{value}</span>])} />
    </Details>
    <ul class="govuk-list">
      <li>
        <Link href={`/dev/inbox/${mail.id}/source`}>Source (.eml)</Link>
      </li>
      <li>
        <Link href={`/dev/inbox/${mail.id}/message.eml`} download="message.eml">
          Download message.eml
        </Link>
      </li>
    </ul>
    <Table
      caption="What became of it"
      columns={['Event', 'When', 'Detail']}
      rows={fate.events.map(({ type, at, detail }) => [type, sayInstant(at), detail ?? ''])}
    />
    {fate.tags.length > 0 ? <SummaryList rows={fate.tags.map(({ name, value }) => [`Tag “${name}”`, value])} /> : null}
    <Heading>Act as the recipient</Heading>
    <P>
      {fate.holdsInvitation
        ? 'A calendar’s answer arrives here as a mail of its own; what the mail server says arrives as the provider’s webhook.'
        : 'What the mail server says arrives here as the provider’s webhook.'}
    </P>
    <form method="post" action={`/dev/inbox/${mail.id}/acts`}>
      <div class="govuk-button-group">
        {fate.holdsInvitation ? (
          <>
            <Act value="ACCEPTED">Accept</Act>
            <Act value="TENTATIVE">Tentative</Act>
            <Act value="DECLINED">Decline</Act>
          </>
        ) : null}
        <Act value="bounce" hurts>
          Bounce
        </Act>
        <Act value="complain" hurts>
          Complain
        </Act>
      </div>
    </form>
    {fate.isSuppressed ? (
      <p class="govuk-inset-text">
        The provider sends nothing more to this address, since mail to it was returned or called spam. “It arrives” below lets it send
        again.
      </p>
    ) : null}
    <form method="post" action={`/dev/inbox/${mail.id}/address`}>
      <Select
        name="fate"
        label={`Mail to ${readAddress(mail.to).email} from now on`}
        value={fate.decided}
        options={[
          { value: '', text: 'It arrives (or what the address itself says, such as bounces@…)' },
          { value: 'bounced', text: 'It bounces for good' },
          { value: 'soft_bounced', text: 'It bounces, the mailbox being full' },
          { value: 'delayed', text: 'It arrives an hour late' },
          { value: 'complained', text: 'It is called spam' },
          { value: 'failed', text: 'The provider fails to send it' },
        ]}
      />
      <Button kind="secondary">Save</Button>
    </form>
  </>
)

const Act = ({ value, hurts, children }: { value: string; hurts?: boolean; children: string }) => (
  <Button name="act" value={value} kind={hurts ? 'warning' : 'secondary'}>
    {children}
  </Button>
)

export const SourcePage = ({ id, source }: { id: string; source: string }) => (
  <>
    <Title>Source</Title>
    <P>
      <Link href={`/dev/inbox/${id}/message.eml`} download="message.eml">
        Download message.eml
      </Link>
    </P>
    <pre class="muster-plain-text">{source}</pre>
  </>
)

const EntryCard = ({ entry }: { entry: CalendarEntry }) => (
  <div class="govuk-summary-card">
    <div class="govuk-summary-card__title-wrapper">
      <h2 class="govuk-summary-card__title">
        {entry.method === 'CANCEL'
          ? 'Takes an entry out of the calendar'
          : Number(entry.sequence) > 0
            ? 'Replaces a calendar entry'
            : 'Calendar entry'}
      </h2>
      <Tag colour={entry.method === 'CANCEL' ? 'red' : 'green'}>{entry.method}</Tag>
    </div>
    <div class="govuk-summary-card__content">
      <SummaryList
        rows={[
          ['What', entry.title],
          ['When', sayWhen(entry.startsAt, entry.endsAt)],
          ['Where', entry.where],
          ['Organiser', entry.organiser],
          ['Invited', entry.attendee],
          ['Status', `${entry.status}, sequence ${entry.sequence}`],
        ]}
      />
    </div>
  </div>
)
