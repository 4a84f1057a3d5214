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

const HearerTable = ({ hearers, caption }: { hearers: readonly Recipient[]; caption: string }) => (
  <Table
    dense
    caption={caption}
    captionClass="govuk-visually-hidden"
    columns={['Name', 'School', 'Address']}
    rows={hearers.map((hearer) => [
      hearer.name || 'No name',
      hearer.school,
      <>
        <Address email={hearer.email} />
        {hearer.entries > 1 ? <div class="govuk-hint govuk-!-margin-bottom-0">{counted(hearer.entries, 'message')}</div> : null}
        {hearer.fails ? <div class="govuk-hint govuk-!-margin-bottom-0">This address does not work</div> : null}
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

/** Before and after. */
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
export const HearersList = ({ hearers }: { hearers: RecipientGroups }) => (
  <>
    <Heading>Who will be sent what</Heading>
    {hearers.messages === 0 ? (
      <P>Nobody: nothing will be sent.</P>
    ) : (
      <P>{counted(hearers.messages, 'message')} will go out. You can watch them go, and pause them.</P>
    )}
    {hearers.unreachable.length > 0 ? (
      <Warning>
        {counted(hearers.unreachable.length, 'of them has an address that does not work', 'of them have addresses that do not work')}, and
        cannot be reached by email:{' '}
        {hearers.unreachable.map((hearer) => `${hearer.name || hearer.email}${hearer.school ? ` (${hearer.school})` : ''}`).join('; ')}.
      </Warning>
    ) : null}
    {recipientGroups.map((hearing) =>
      hearers[hearing].length > 0 ? (
        <Details summary={groupWords[hearing](hearers[hearing].length)}>
          <HearerTable hearers={hearers[hearing]} caption={groupWords[hearing](hearers[hearing].length)} />
        </Details>
      ) : null,
    )}
    {hearers.previews.delegate || hearers.previews.contact ? <Heading>How it will read</Heading> : null}
    <PreviewOf preview={hearers.previews.delegate} who="a delegate" />
    <PreviewOf preview={hearers.previews.contact} who="a contact" />
  </>
)
