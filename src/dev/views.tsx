import { sayInstant, sayWhen } from '../dates.ts'
import type { LocalMail } from '../outbox/message.ts'
import { Address, SummaryList, Table, Tag } from '../web/page-parts.tsx'
import type { CalendarEntry } from './calendar-entry.ts'

export const InboxPage = ({ mails }: { mails: readonly LocalMail[] }) => (
  <>
    <h1 class="govuk-heading-l">Local inbox</h1>
    <p class="govuk-body">
      Mail that a deployment would send is kept here, because this copy runs with LOCAL_MAIL set. Nothing has left this machine. The same as{' '}
      <a class="govuk-link" href="/dev/inbox.json">
        JSON
      </a>
      .
    </p>
    {mails.length === 0 ? (
      <p class="govuk-body">Nothing has been sent yet.</p>
    ) : (
      <Table
        dense
        caption="Newest first"
        columns={['Subject', 'To', 'Sent', 'Attached']}
        rows={mails.map((mail) => [
          <a class="govuk-link" href={`/dev/inbox/${mail.id}`}>
            {mail.subject}
          </a>,
          <Address email={mail.to} />,
          sayInstant(mail.at),
          mail.attachments.map((attachment) => attachment.filename).join(', '),
        ])}
      />
    )}
  </>
)

export const MailPage = ({ mail, entries }: { mail: LocalMail; entries: readonly CalendarEntry[] }) => (
  <>
    <h1 class="govuk-heading-l">{mail.subject}</h1>
    <SummaryList
      rows={[
        ['From', mail.from],
        ['To', mail.to],
        ['Reply to', mail.replyTo],
        ['Sent', sayInstant(mail.at)],
        [
          'Attached',
          mail.attachments.length === 0 ? undefined : (
            <ul class="govuk-list">
              {mail.attachments.map((attachment, index) => (
                <li>
                  <a class="govuk-link" href={`/dev/inbox/${mail.id}/attachments/${index}`} download={attachment.filename}>
                    {attachment.filename}
                  </a>{' '}
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
    <h2 class="govuk-heading-m">As a mail client shows it</h2>
    <iframe
      class="muster-mail"
      title={`The message “${mail.subject}”`}
      src={`/dev/inbox/${mail.id}/body`}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    />
    <h2 class="govuk-heading-m">Plain text</h2>
    <pre class="muster-plain-text">{mail.text}</pre>
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
