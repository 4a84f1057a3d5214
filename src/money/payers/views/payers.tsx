import { Button, TextField } from '#base/web/field.tsx'
import { Heading, Link, P, Pagination, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type ListedPayer, pageSize, payerPath } from '../payer-record.ts'
import { statusWords } from '../words.ts'

const pathOf = (listed: Pick<ListedPayer, 'kind' | 'id'>): string =>
  payerPath(listed.kind === 'school' ? { kind: 'school', schoolId: listed.id } : { kind: 'trust', trustUid: listed.id })

const isStatus = (sector: string | null): sector is keyof typeof statusWords => sector !== null && Object.hasOwn(statusWords, sector)

const whatSaid = (listed: ListedPayer): string =>
  listed.kind === 'trust'
    ? `Trust with ${counted(listed.schools, 'open school')} in the area`
    : statusWords[isStatus(listed.sector) ? listed.sector : 'other']

/** Search and results; also used to choose whom an agreement is for. */
export const PayerSearch = ({
  q,
  page,
  payers,
  total,
  url,
  action,
  linkTo = pathOf,
}: {
  q: string
  page: number
  payers: readonly ListedPayer[]
  total: number
  url: string
  action: string
  linkTo?: (listed: ListedPayer) => string
}) => (
  <>
    <search>
      <form method="get" action={action} class="muster-filter">
        <TextField
          name="q"
          label="Search for a school or a trust"
          hint="Name, town, postcode or URN of a school, or the name of a trust"
          type="search"
          value={q}
          autocomplete="off"
        />
        <Button>Search</Button>
      </form>
    </search>
    <Heading>{q === '' ? `${counted(total, 'payer')} known` : `${sayNumber(total)} found`}</Heading>
    {payers.length === 0 ? (
      <P>
        {q !== '' ? (
          <>
            No school or trust matches. Try fewer letters, the postcode or the URN, or{' '}
            <Link href={action}>show the payers that are known</Link>.
          </>
        ) : page > 1 ? (
          'There is no such page of this list.'
        ) : (
          'Nobody has had to pay for anything yet. Search for a school or a trust to say how it pays.'
        )}
      </P>
    ) : (
      <Table
        caption="Schools and trusts, by name"
        captionClass="govuk-visually-hidden"
        columns={['Who', 'What it is today', 'Trust']}
        rows={payers.map((listed) => [
          <>
            <Link href={linkTo(listed)}>{schoolLabel(listed)}</Link>
            {q !== '' && listed.known === 1 ? (
              <>
                {' '}
                <Tag colour="blue">Known payer</Tag>
              </>
            ) : null}
          </>,
          whatSaid(listed),
          listed.trustName ?? '',
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={pageSize} total={total} />
  </>
)

export const PayersPage = (props: Omit<Parameters<typeof PayerSearch>[0], 'action' | 'linkTo'>) => (
  <>
    <Title>Who pays, and how</Title>
    <P>
      A school pays by what it legally is on the day of the event, unless you have said otherwise for that day. See also{' '}
      <Link href="/organiser/finance/routes">the routes by status</Link>,{' '}
      <Link href="/organiser/finance/trusts">the trusts that pay for their schools</Link> and{' '}
      <Link href="/organiser/finance/agreements">service agreements</Link>.
    </P>
    <PayerSearch {...props} action="/organiser/finance/payers" />
  </>
)
