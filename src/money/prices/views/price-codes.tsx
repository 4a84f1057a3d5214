import { sayDay, sayDeadline } from '#base/dates.ts'
import { sayMoney } from '#base/money.ts'
import { Link, P, Table, VisuallyHidden } from '#base/web/page-parts.tsx'
import { atStart, plural } from '#base/words.ts'
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
    <P>There are no codes. A code makes the places of this list cheaper for anyone who types it, as often as you say.</P>
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
                  End<VisuallyHidden> the code {code.code}</VisuallyHidden>
                </Link>
              ) : (
                ''
              ),
            ]
          : []),
      ])}
    />
  )

/** What ends with a code, and what does not. */
export const EndedCode = ({ code }: { code: KeptCode }) => (
  <>
    <P>
      Nobody can book with it any more, and this cannot be undone. {atStart(code.used, 'place has', 'places have')} been booked with it, and{' '}
      {plural(code.used, 'keeps its price', 'keep their price')}.
    </P>
    {code.validUntil ? <P>It would otherwise be valid until {sayDeadline(code.validUntil)}.</P> : null}
  </>
)
