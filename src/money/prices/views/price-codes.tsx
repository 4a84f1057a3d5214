import { sayDay, sayDeadline } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Button, Choices, DayField, type Problems, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { atStart, plural } from '#base/words.ts'
import type { PriceList } from '../price.ts'
import type { KeptCode } from '../stored-price-list.ts'

const sayOff = (code: Pick<KeptCode, 'percentOff' | 'penceOff'>): string =>
  code.percentOff === null ? `${sayMoney(code.penceOff ?? 0)} off` : `${code.percentOff} % off`

const standing = (code: KeptCode, now: string): string => {
  if (code.endedAt !== null) return `Ended on ${sayDay(code.endedAt)}`
  if (code.validUntil !== null && code.validUntil < now) return `Was valid until ${sayDay(code.validUntil)}`
  if (code.used >= code.mostPlaces) return 'Used up'
  return code.validUntil === null ? 'Valid' : `Valid until ${sayDay(code.validUntil)}`
}

export const CodesTable = ({ at, codes, mayWrite, now }: { at: string; codes: readonly KeptCode[]; mayWrite: boolean; now: string }) =>
  codes.length === 0 ? (
    <P>There are no codes. A code makes the places of this list cheaper for whoever types it, as often as you say.</P>
  ) : (
    <Table
      caption="Codes of this list"
      captionClass="govuk-visually-hidden"
      columns={['Code', 'Takes off each place', 'Places', 'State', ...(mayWrite ? ['Change'] : [])]}
      rows={codes.map((code) => [
        code.code,
        sayOff(code),
        `${code.used} of ${code.mostPlaces} used`,
        standing(code, now),
        ...(mayWrite
          ? [
              code.endedAt === null ? (
                <Link href={`${at}/codes/${code.id}/end`}>
                  End<span class="govuk-visually-hidden"> the code {code.code}</span>
                </Link>
              ) : (
                ''
              ),
            ]
          : []),
      ])}
    />
  )

export const AddCodePage = ({
  list,
  id,
  typed,
  problems,
}: {
  list: Pick<PriceList, 'key' | 'name'>
  id: string
  typed: Record<string, string>
  problems?: Problems | undefined
}) => {
  const field = (name: string) => ({ name, value: typed[name], problems })
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{list.name}</span>
      <Title>Add a code</Title>
      <P>
        Whoever types it when booking pays less for each place, as far as its places reach. First places that are free and places that a
        service agreement covers use none of it.
      </P>
      <form method="post" novalidate>
        <input type="hidden" name="id" value={id} />
        <TextField {...field('code')} label="Code" hint="3 to 30 letters, digits and hyphens. Capitals make no difference" width={20} />
        <Choices
          type="radios"
          name="kind"
          label="What does it take off?"
          values={['percent', 'pounds'].filter((kind) => kind === typed['kind'])}
          options={[
            { value: 'percent', text: 'A part of the price, in per cent' },
            { value: 'pounds', text: 'A sum off the price, in pounds' },
          ]}
          problems={problems}
          inline
        />
        <TextField {...field('amount')} label="How much?" hint="Per cent, such as 25, or pounds, such as 10 or 10.50" width={5} />
        <TextField
          {...field('mostPlaces')}
          label="For how many places in all?"
          hint="A place that is cancelled gives its use of the code back"
          inputmode="numeric"
          width={5}
        />
        <DayField {...field('validUntil')} label="Last day on which it can be used (optional)" />
        <Button>Add</Button>
      </form>
    </Page>
  )
}

export const EndCodePage = ({ list, code }: { list: Pick<PriceList, 'key' | 'name'>; code: KeptCode }) => (
  <Page>
    <span class="govuk-caption-l">{list.name}</span>
    <Title>End the code “{code.code}”?</Title>
    <P>
      Nobody can book with it any more, and this cannot be undone. {atStart(code.used, 'place has', 'places have')} been booked with it, and{' '}
      {plural(code.used, 'keeps its price', 'keep their price')}.
    </P>
    {code.validUntil ? <P>It would otherwise be valid until {sayDeadline(code.validUntil)}.</P> : null}
    <form method="post">
      <div class="govuk-button-group">
        <Button kind="warning">End this code</Button>
        <Link href={`/organiser/finance/prices/${list.key}`}>Keep it</Link>
      </div>
    </form>
  </Page>
)
