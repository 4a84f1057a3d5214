import type { Child } from 'hono/jsx'
import { Heading, P } from '#base/web/page-parts.tsx'
import { cellFields } from '../forms.ts'
import { priceCells, sayRow, statusWords } from '../price.ts'

type Fields = Record<string, Child>

const Cells = ({ fields }: { fields: Fields }) => (
  <section class="muster-scroll govuk-form-group" tabindex={0} aria-label="Prices by legal status, area and service agreement">
    <table class="govuk-table muster-dense">
      <caption class="govuk-table__caption govuk-visually-hidden">Prices by legal status, area and service agreement</caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          {['For whom', 'Price, £', 'Early price, £', 'VAT code'].map((heading) => (
            <th scope="col" class="govuk-table__header">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        {priceCells.map((cell) => (
          <tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header govuk-!-font-weight-regular">
              <span class="govuk-!-font-weight-bold">{statusWords[cell.status]}</span>
              {sayRow(cell).slice(statusWords[cell.status].length)}
            </th>
            {Object.values(cellFields(cell)).map((name) => (
              <td class="govuk-table__cell">{fields[name]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

export const PriceFields = ({ fields }: { fields: Fields }) => (
  <>
    {fields['name']}
    <Heading>The default</Heading>
    <P>It holds wherever the table below is blank. All prices are for one place, without VAT.</P>
    {['pounds', 'earlyPounds', 'vatCodeId', 'freePlaces', 'onlineLess'].map((name) => fields[name])}
    <Heading>What differs from the default</Heading>
    <P>
      By the legal status of the school on the day of the event, whether it is in the area of the council, and whether it or its trust has a
      service agreement then. Leave blank what is as the default. A row with a price but without an early price has no early price.
    </P>
    <Cells fields={fields} />
    {fields['notes']}
  </>
)
