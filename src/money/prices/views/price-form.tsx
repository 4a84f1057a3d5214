import { Button, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, P, Tag, Title } from '#base/web/page-parts.tsx'
import { sayKept } from '#money/terms/words.ts'
import { cellFields } from '../forms.ts'
import { type PriceList, priceCells, type VatCode } from '../price.ts'
import type { ListedPrices } from '../stored-price-list.ts'
import { sayRow, sayVat, statusWords } from '../words.ts'
import { PriceTable } from './price-table.tsx'

type Typed = { typed: Record<string, string>; problems: Problems }

const Problem = ({ name, problem }: { name: string; problem: string | undefined }) =>
  problem ? (
    <p id={`${name}-error`} class="govuk-error-message">
      <span class="govuk-visually-hidden">Error:</span> {problem}
    </p>
  ) : null

const CellSum = ({ name, label, typed, problems }: Typed & { name: string; label: string }) => (
  <>
    <Problem name={name} problem={problems[name]} />
    <input
      class={`govuk-input govuk-input--width-5${problems[name] ? ' govuk-input--error' : ''}`}
      id={name}
      name={name}
      type="text"
      value={typed[name] ?? ''}
      aria-label={label}
      aria-describedby={problems[name] ? `${name}-error` : undefined}
    />
  </>
)

const CellVat = ({ name, label, typed, problems, vatCodes }: Typed & { name: string; label: string; vatCodes: readonly VatCode[] }) => (
  <>
    <Problem name={name} problem={problems[name]} />
    <select
      class={`govuk-select${problems[name] ? ' govuk-select--error' : ''}`}
      id={name}
      name={name}
      aria-label={label}
      aria-describedby={problems[name] ? `${name}-error` : undefined}
    >
      <option value="">As the list</option>
      {vatCodes.map((code) => (
        <option value={code.id} selected={code.id === typed[name]}>
          {code.code}
        </option>
      ))}
    </select>
  </>
)

const Cells = ({ vatCodes, ...typed }: Typed & { vatCodes: readonly VatCode[] }) => (
  <section class="muster-scroll" tabindex={0} aria-label="Prices by legal status, area and service agreement">
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
        {priceCells.map((cell) => {
          const fields = cellFields(cell)
          const who = sayRow(cell)
          return (
            <tr class="govuk-table__row">
              <th scope="row" class="govuk-table__header govuk-!-font-weight-regular">
                <span class="govuk-!-font-weight-bold">{statusWords[cell.status]}</span>
                {who.slice(statusWords[cell.status].length)}
              </th>
              <td class="govuk-table__cell">
                <CellSum name={fields.pounds} label={`Price: ${who}`} {...typed} />
              </td>
              <td class="govuk-table__cell">
                <CellSum name={fields.early} label={`Early price: ${who}`} {...typed} />
              </td>
              <td class="govuk-table__cell">
                <CellVat name={fields.vat} label={`VAT code: ${who}`} vatCodes={vatCodes} {...typed} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </section>
)

/** A new list, or a list's next version; previews the typed values on request. */
export const PriceFormPage = ({
  of,
  id,
  typed,
  vatCodes,
  problems = {},
  preview,
  isSaved = false,
}: {
  of?: ListedPrices | undefined
  id: string
  typed: Record<string, string>
  /** Those that can be chosen. */
  vatCodes: readonly VatCode[]
  problems?: Problems | undefined
  preview?: PriceList | undefined
  /** What is shown above the form is saved. */
  isSaved?: boolean
}) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  return (
    <>
      <ErrorSummary problems={problems} />
      <Title>{of ? `A new version of “${of.name}”` : 'Write a price list'}</Title>
      {of ? <P>{sayKept(of, 'until an organiser chooses the new version there')}</P> : null}
      {preview ? (
        <div class="govuk-inset-text">
          <Tag colour="blue">{isSaved ? 'Saved' : 'Preview, not saved'}</Tag>
          <PriceTable list={preview} />
        </div>
      ) : null}
      <form method="post" action={of ? `/organiser/finance/prices/${of.key}/edit` : '/organiser/finance/prices/new'} novalidate>
        <input type="hidden" name="id" value={id} />
        {of ? <input type="hidden" name="version" value={String(of.version)} /> : null}
        <TextField {...field('name')} label="Name" hint="Schools read it, for example: Conferences of a whole day" width={30} />
        <Heading>The default</Heading>
        <P>It holds wherever the table below is blank. All prices are for one place, without VAT.</P>
        <TextField
          {...field('pounds')}
          label="Default price in pounds"
          hint="0: a place costs nothing unless the table says so"
          width={5}
        />
        <TextField
          {...field('earlyPounds')}
          label="Default early price in pounds (optional)"
          hint="For each event an organiser says until when early prices hold"
          width={5}
        />
        <Select
          {...field('vatCodeId')}
          label="VAT code"
          options={[
            { value: '', text: 'Choose a VAT code' },
            ...vatCodes.map((code) => ({ value: code.id, text: `${code.code}: ${sayVat(code)}` })),
          ]}
        />
        <TextField
          {...field('freePlaces')}
          label="First places of each school at an event that are free of charge (optional)"
          inputmode="numeric"
          width={3}
        />
        <TextField
          {...field('onlineLess')}
          label="Pounds less for a place online (optional)"
          hint="Where people choose between the room and online. A place never costs less than nothing"
          width={5}
        />
        <Heading>What differs from the default</Heading>
        <P>
          By the legal status of the school on the day of the event, whether it is in the area of the council, and whether it or its trust
          has a service agreement then. Leave blank what is as the default. A row with a price but without an early price has no early
          price.
        </P>
        <Cells typed={typed} problems={problems} vatCodes={vatCodes} />
        <TextArea {...field('notes')} label="Anything else that schools should read (optional)" rows={3} />
        <div class="govuk-button-group">
          <Button name="action" value="save">
            {of ? 'Save as a new version' : 'Save'}
          </Button>
          <Button kind="secondary" name="action" value="preview">
            Preview
          </Button>
        </div>
      </form>
    </>
  )
}
