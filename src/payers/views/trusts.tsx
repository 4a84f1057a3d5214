import { Table, Tag } from '../../web/page-parts.tsx'
import { type ListedTrust, payerPath } from '../payer-record.ts'

export const TrustsPage = ({ trusts }: { trusts: readonly (ListedTrust & { names: readonly string[] })[] }) => (
  <>
    <h1 class="govuk-heading-l">Trusts that pay for their schools</h1>
    <p class="govuk-body">
      A trust that pays centrally is the payer of the academies that are in it on the day of an event. Open a trust to say from when it
      does.
    </p>
    {trusts.length === 0 ? (
      <p class="govuk-inset-text">No trust has an open school in the area, as far as the register that was brought in says.</p>
    ) : (
      <Table
        caption={`${trusts.length} ${trusts.length === 1 ? 'trust' : 'trusts'} with open schools in the area`}
        columns={['Trust', 'Its schools', 'Who pays today']}
        rows={trusts.map((trust) => [
          <a class="govuk-link" href={payerPath({ kind: 'trust', trustUid: trust.uid })}>
            {trust.name}
          </a>,
          trust.names.join(', '),
          trust.central === 1 ? <Tag colour="green">The trust</Tag> : 'Each school',
        ])}
      />
    )}
  </>
)
