import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address, Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { ListedMail } from '#tools/local/dev/twin-mail.ts'
import { StateTag } from './mail.tsx'

export const InboxPage = ({
  mails,
  total,
  query,
  url,
  pageSize,
  fromTwin,
}: {
  mails: readonly ListedMail[]
  total: number
  query: { q: string; page: number }
  url: string
  pageSize: number
  /** The mails went through the provider's library to its twin. */
  fromTwin: boolean
}) => (
  <>
    <Title>Local inbox</Title>
    <P>
      {fromTwin
        ? 'What the twin of Resend received: Muster sent it as it would send it to the world, and nothing has left this machine. '
        : 'Mail that a deployment would send is kept here, because this copy runs with LOCAL_MAIL set. Nothing has left this machine. '}
      The same as <Link href="/dev/inbox.json">JSON</Link>.
    </P>
    <form method="get" action="/dev/inbox" class="muster-filter">
      <div class="govuk-form-group">
        <label class="govuk-label" for="q">
          Address or subject
        </label>
        <input class="govuk-input" id="q" name="q" type="search" value={query.q} />
      </div>
      <Button kind="secondary">Find</Button>
    </form>
    {mails.length === 0 ? (
      <P>{query.q === '' ? 'Nothing has been sent yet.' : 'No mail has these words in its address or subject.'}</P>
    ) : (
      <Table
        dense
        caption={`${counted(total, 'mail')}, newest first`}
        columns={['Subject', 'To', 'Sent', 'Attached', ...(fromTwin ? ['What became of it'] : [])]}
        rows={mails.map((mail) => [
          <Link href={`/dev/inbox/${mail.id}`}>{mail.subject}</Link>,
          <Address email={mail.to} />,
          sayInstant(mail.at),
          mail.attached.join(', '),
          ...(mail.state ? [<StateTag state={mail.state} />] : []),
        ])}
      />
    )}
    <Pagination url={url} page={query.page} pageSize={pageSize} total={total} />
  </>
)
