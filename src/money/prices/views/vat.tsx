import { sayDay } from '#base/dates.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import type { KeptVatCode } from '../stored-price-list.ts'
import { sayRate } from '../words.ts'

const lists = (n: number): string => (n === 0 ? 'No price list' : atStart(n, 'price list'))

export const VatCodesPage = ({
  codes,
  id,
  typed,
  problems,
}: {
  codes: readonly KeptVatCode[]
  /** The id for the new code, made with the page. */
  id: string
  typed: Record<string, string>
  problems?: Problems | undefined
}) => {
  const retired = codes.filter((code) => code.retiredAt !== null)
  const field = (name: string) => ({ name, value: typed[name], problems })
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>VAT codes</Title>
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
                Retire<span class="govuk-visually-hidden"> {code.code}</span>
              </Link>,
            ])}
        />
      )}
      <Heading>Add a VAT code</Heading>
      <form method="post" action="/organiser/finance/vat" novalidate>
        <input type="hidden" name="id" value={id} />
        <TextField {...field('code')} label="Code" hint="As your finance system knows it" width={10} />
        <TextField {...field('name')} label="Name" hint="Schools read it, for example: Standard rate" width={20} />
        <TextField {...field('rate')} label="Rate in per cent" hint="For example 20 or 17.5. 0: no VAT is charged" width={4} />
        <Button>Add</Button>
      </form>
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

export const RetireVatCodePage = ({ code }: { code: KeptVatCode }) => (
  <Page>
    <Title>Retire the VAT code “{code.code}”?</Title>
    <P>
      No prices can be given {code.name} ({sayRate(code.basisPoints)}) any more, and this cannot be undone. What has it keeps it:{' '}
      {lists(code.lists).toLowerCase()} and everything that was charged.
    </P>
    {code.lists > 0 ? <P>To end it there too, make a new version of those price lists with another code.</P> : null}
    <form method="post">
      <div class="govuk-button-group">
        <Button kind="warning">Retire this code</Button>
        <Link href="/organiser/finance/vat">Keep it</Link>
      </div>
    </form>
  </Page>
)
