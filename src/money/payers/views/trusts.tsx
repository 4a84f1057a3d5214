import { Button, TextField } from '#base/web/field.tsx'
import { Link, P, Pagination, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type ListedTrust, pageSize, payerPath } from '../payer-record.ts'

/** How many schools of a trust are named. */
const mostNamed = 12

const schoolsSaid = (names: readonly string[]): string =>
  names.length > mostNamed ? `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more` : names.join(', ')

export const TrustsPage = ({
  q,
  page,
  trusts,
  total,
  url,
}: {
  q: string
  page: number
  trusts: readonly (ListedTrust & { names: readonly string[] })[]
  total: number
  url: string
}) => (
  <>
    <Title>Trusts that pay for their schools</Title>
    <P>
      A trust that pays centrally is the payer of the academies that are in it on the day of an event. Open a trust to say from when it
      does.
    </P>
    {q !== '' || page > 1 || total > trusts.length ? (
      <search>
        <form method="get" action="/organiser/finance/trusts" class="muster-filter">
          <TextField name="q" label="Search for a trust" hint="A part of its name" type="search" value={q} autocomplete="off" />
          <Button>Search</Button>
        </form>
      </search>
    ) : null}
    {trusts.length === 0 ? (
      q !== '' || page > 1 ? (
        <P>
          {page > 1 ? 'There is no such page of this list.' : 'No trust matches.'}{' '}
          <Link href="/organiser/finance/trusts">Show all trusts</Link>
        </P>
      ) : (
        <p class="govuk-inset-text">No trust has an open school in the area, as far as the register that was brought in says.</p>
      )
    ) : (
      <Table
        caption={`${counted(total, 'trust')} with open schools in the area`}
        columns={['Trust', 'Its schools', 'Who pays today']}
        rows={trusts.map((trust) => [
          <Link href={payerPath({ kind: 'trust', trustUid: trust.uid })}>{trust.name}</Link>,
          schoolsSaid(trust.names),
          trust.central === 1 ? <Tag colour="green">The trust</Tag> : 'Each school',
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={total} />
  </>
)
