import { Address, Details, Heading, P, Table, Warning } from '#base/web/page-parts.tsx'
import { withoutSecrets } from '#base/web/secret-path.ts'
import { counted } from '#base/words.ts'
import { type Difference, type Preview, type Recipient, type RecipientGroup, type RecipientGroups, recipientGroups } from '../recipient.ts'

const groupWords: Record<RecipientGroup, (count: number) => string> = {
  updated: (count) => `${counted(count, 'person', 'people')} with an entry in the calendar that changes`,
  taken_out: (count) => `${counted(count, 'person', 'people')} with an entry that is taken out of the calendar`,
  invited: (count) => `${counted(count, 'person', 'people')} with a new entry for the calendar`,
  contacts: (count) => `${counted(count, 'contact')} of a booking, with a summary`,
  waiting: (count) => `${counted(count, 'contact')} of a booking that waits for a place`,
}

const RecipientTable = ({ recipients, caption }: { recipients: readonly Recipient[]; caption: string }) => (
  <Table
    dense
    caption={caption}
    captionClass="govuk-visually-hidden"
    columns={['Name', 'School', 'Address']}
    rows={recipients.map((recipient) => [
      recipient.name || 'No name',
      recipient.school,
      <>
        <Address email={recipient.email} />
        {recipient.entries > 1 ? <div class="govuk-hint govuk-!-margin-bottom-0">{counted(recipient.entries, 'message')}</div> : null}
        {recipient.fails ? <div class="govuk-hint govuk-!-margin-bottom-0">This address does not work</div> : null}
      </>,
    ])}
  />
)

const PreviewOf = ({ preview, who }: { preview: Preview | undefined; who: string }) =>
  preview ? (
    <Details summary={`What ${who} will be sent`}>
      <P>
        To {preview.to}: <strong>{preview.subject}</strong>
      </P>
      <pre class="muster-plain-text">{withoutSecrets(preview.text)}</pre>
    </Details>
  ) : null

export const DifferenceTable = ({ differences }: { differences: readonly Difference[] }) =>
  differences.length === 0 ? null : (
    <Table
      caption="What changes"
      columns={['', 'Now', 'After the change']}
      rows={differences.map(({ what, was, is }) => [
        what,
        <span class="muster-break">{was || 'Nothing'}</span>,
        <span class="muster-break">{is || 'Taken out'}</span>,
      ])}
    />
  )

/** Who is sent what, who cannot be reached, and a preview. */
export const RecipientsList = ({ recipients }: { recipients: RecipientGroups }) => (
  <>
    <Heading>Who will be sent what</Heading>
    {recipients.messages === 0 ? (
      <P>Nobody: nothing will be sent.</P>
    ) : (
      <P>{counted(recipients.messages, 'message')} will go out. You can watch them go, and pause them.</P>
    )}
    {recipients.unreachable.length > 0 ? (
      <Warning>
        {counted(recipients.unreachable.length, 'of them has an address that does not work', 'of them have addresses that do not work')},
        and cannot be reached by email:{' '}
        {recipients.unreachable
          .map((recipient) => `${recipient.name || recipient.email}${recipient.school ? ` (${recipient.school})` : ''}`)
          .join('; ')}
        .
      </Warning>
    ) : null}
    {recipientGroups.map((group) =>
      recipients[group].length > 0 ? (
        <Details summary={groupWords[group](recipients[group].length)}>
          <RecipientTable recipients={recipients[group]} caption={groupWords[group](recipients[group].length)} />
        </Details>
      ) : null,
    )}
    {recipients.previews.delegate || recipients.previews.contact ? <Heading>How it will read</Heading> : null}
    <PreviewOf preview={recipients.previews.delegate} who="a delegate" />
    <PreviewOf preview={recipients.previews.contact} who="a contact" />
  </>
)
