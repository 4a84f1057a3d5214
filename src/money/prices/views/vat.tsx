import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { Heading, Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import { sayRate } from '../price.ts'
import type { KeptVatCode } from '../stored-price-list.ts'

const lists = (n: number): string => (n === 0 ? 'No price list' : atStart(n, 'price list'))

export const VatCodesPage = ({ codes, form }: { codes: readonly KeptVatCode[]; form: Child }) => {
  const retired = codes.filter((code) => code.retiredAt !== null)
  return (
    <>
      <P>
        The rates that prices can have, under the codes of your finance system. A rate is never changed: add another code and choose it in a
        new version of the price list, so that what was charged keeps the rate that it had.
      </P>
      {codes.length === retired.length ? (
        <p class="govuk-inset-text">There are none yet. Prices need at least one, also when no VAT is charged: add it with a rate of 0.</p>
      ) : (
        <Table
          caption="VAT codes that can be chosen"
          columns={['Code', 'Name', { text: 'Rate', numeric: true }, 'Used by', 'Change']}
          rows={codes
            .filter((code) => code.retiredAt === null)
            .map((code) => [
              code.code,
              code.name,
              sayRate(code.basisPoints),
              lists(code.lists),
              <Link href={`/organiser/finance/vat/${code.id}/retire`}>
                Retire<VisuallyHidden> {code.code}</VisuallyHidden>
              </Link>,
            ])}
        />
      )}
      <Heading>Add a VAT code</Heading>
      {form}
      {retired.length === 0 ? null : (
        <Table
          caption="Retired"
          columns={['Code', 'Name', { text: 'Rate', numeric: true }, 'Retired on', 'Still used by']}
          rows={retired.map((code) => [
            code.code,
            code.name,
            sayRate(code.basisPoints),
            code.retiredAt ? sayDay(code.retiredAt) : '',
            lists(code.lists),
          ])}
        />
      )}
    </>
  )
}

export const RetiredVatCode = ({ code }: { code: KeptVatCode }) => (
  <>
    <P>
      No prices can be given {code.name} ({sayRate(code.basisPoints)}) any more, and this cannot be undone. What has it keeps it:{' '}
      {lists(code.lists).toLowerCase()} and everything that was charged.
    </P>
    {code.lists > 0 ? <P>To end it there too, make a new version of those price lists with another code.</P> : null}
  </>
)
