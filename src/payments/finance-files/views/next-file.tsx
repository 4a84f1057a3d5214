import type { Child } from 'hono/jsx'
import { sayMoney } from '#base/money.ts'
import { Button } from '#base/web/field.tsx'
import { P, Table, Warning } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import { grossOf, kindWords } from '#money/ledger/line.ts'
import {
  type BatchKind,
  type Choice,
  type HeldReason,
  mostLines,
  needs,
  type PendingLine,
  payersLacking,
  type SortedLines,
  totalsBySchool,
  totalsOf,
} from '../batch.ts'
import { countRequests } from '../new-request.ts'
import { money, Sums, sumCells, sums } from './sums.tsx'
import { BookingLink, DetailsLink, heldWords, needWords, PayerLink, paths, sayChoice } from './words.tsx'

/** Lines of the next file, of which `chosen` fit into it; `joined` as finance has set it. */
export type NextFile = {
  kind: BatchKind
  sorted: SortedLines<PendingLine>
  chosen: readonly PendingLine[]
  choice: Choice
  joined: boolean
}

const shown = 50

const Lacking = ({ held }: { held: SortedLines<PendingLine>['held'] }) => (
  <>
    {needs.map((need) => {
      const payers = payersLacking(held, need)
      if (payers.length === 0) return null
      const lines = payers.reduce((sum, payer) => sum + payer.lines, 0)
      return (
        <Warning>
          No {needWords[need]} is known of {counted(payers.length, 'payer')}, so {counted(lines, 'line is', 'lines are')} left out. Enter
          it:{' '}
          {payers.slice(0, shown).map((payer, index) => (
            <>
              {index > 0 ? ', ' : ''}
              <DetailsLink payerId={payer.payerId}>{payer.school}</DetailsLink>
            </>
          ))}
          {payers.length > shown ? ` and ${sayNumber(payers.length - shown)} more` : ''}
        </Warning>
      )
    })}
  </>
)

const onlyNotChosen = ({ reasons }: { reasons: readonly HeldReason[] }): boolean => reasons.every((reason) => reason === 'not_chosen')

const BySchool = ({ lines }: { lines: readonly PendingLine[] }) => (
  <Table
    caption="By school"
    dense
    columns={['School', money('Lines'), ...sums]}
    rows={totalsBySchool(lines).map((school) => [school.school, sayNumber(school.lines), ...sumCells(school)])}
  />
)

const lineName = ({ number, kind }: PendingLine): string => `${number}: ${kindWords[kind]}`

/** What does not go: details missing, held back, left for later, or cancelled out. */
const NotGoing = ({ sorted, chosen, open }: NextFile & { open: boolean }) => {
  const { going, held, cancelledOut } = sorted
  const back = held.filter((one) => !onlyNotChosen(one))
  const later = going.length - chosen.length
  const outside = held.length - back.length
  return (
    <>
      {later > 0 ? (
        <P>
          A file holds at most {sayNumber(mostLines)} lines: {counted(later, 'more line')} will be ready for the file after it.
        </P>
      ) : null}
      {outside > 0 ? (
        <P>
          {counted(outside, 'line is', 'lines are')} not of the days or events that you chose, and {plural(outside, 'waits', 'wait')} for a
          later file.
        </P>
      ) : null}
      {cancelledOut > 0 ? (
        <P>
          {counted(cancelledOut, 'line')} cancel each other out: each charge was credited in full before it was in a file. They are not in
          this file.
        </P>
      ) : null}
      <Lacking held={held} />
      {back.length > 0 ? (
        <>
          <Table
            caption={`Left out: ${counted(back.length, 'line')}`}
            dense
            columns={['School', 'Line', 'Why', 'Booking', 'Event', money('Total')]}
            rows={back
              .slice(0, shown)
              .map(({ line, reasons }) => [
                <PayerLink payerId={line.payerId}>{line.school}</PayerLink>,
                lineName(line),
                reasons.map((reason) => heldWords[reason]).join('. '),
                <BookingLink reference={line.reference} open={open} />,
                line.eventTitle,
                sayMoney(grossOf(line)),
              ])}
          />
          {back.length > shown ? <P>The first {shown} lines are shown.</P> : null}
        </>
      ) : null}
    </>
  )
}

const Nothing = () => (
  <P>
    There is nothing to put into a file now. Charges appear here when a school has accepted them, has been told of them and does not dispute
    them, and when what the finance system needs is known.
  </P>
)

/** @param narrowed the form that says which lines go */
export const NextFilePart = ({ narrowed, ...next }: NextFile & { open: boolean; narrowed: Child }) => {
  const { kind, chosen, choice, open } = next
  return (
    <>
      {chosen.length === 0 ? (
        <>
          <Nothing />
          {narrowed}
        </>
      ) : (
        <>
          <Sums {...totalsOf(chosen)} />
          <form method="get" action={`${paths[kind]}/make`}>
            {Object.entries(choice).map(([name, value]) => (value === '' ? null : <input type="hidden" name={name} value={value} />))}
            <Button>Check and make the file</Button>
          </form>
          {narrowed}
          <Table
            caption="Line by line"
            dense
            columns={['School', 'Line', 'Booking', 'Event', ...sums]}
            rows={chosen
              .slice(0, shown)
              .map((line) => [
                <PayerLink payerId={line.payerId}>{line.school}</PayerLink>,
                lineName(line),
                <BookingLink reference={line.reference} open={open} />,
                line.eventTitle,
                ...sumCells(line),
              ])}
          />
          {chosen.length > shown ? <P>The first {shown} lines are shown.</P> : null}
        </>
      )}
      <NotGoing {...next} />
    </>
  )
}

const consequences: Record<BatchKind, string> = {
  journal:
    'Making the file counts as paying: the schools owe nothing of these lines afterwards. If the finance system rejects the file, record it on its page: the lines are then owed again and go into the next file.',
  invoice_request:
    'Each booking and payer gets a request with a number of its own, unless you join them. It stays owed until you say that it is paid. If the finance system rejects the file, record it on its page: the lines then go into the next file, as new requests.',
}

/** How many requests the lines make, and the choice to join them where that makes fewer. */
export const Joining = ({ next: { kind, chosen }, children }: { next: NextFile; children?: Child }) => {
  if (kind === 'journal') return null
  const apart = countRequests(chosen, false)
  const joined = countRequests(chosen, true)
  if (joined === apart) return <P>These lines are {counted(apart, 'request')}.</P>
  return (
    <>
      <P>
        These lines are {counted(apart, 'request')}, or {sayNumber(joined)} when they are joined.
      </P>
      {children}
    </>
  )
}

export const titleOfMake = ({ chosen }: NextFile): string =>
  chosen.length === 0
    ? 'No file can be made now'
    : `Make a file of ${counted(chosen.length, 'line')}, ${sayMoney(grossOf(totalsOf(chosen)))}?`

/** Confirms a file: what goes in, what does not, and why. */
export const MakePage = ({ form, ...next }: NextFile & { open: boolean; form: Child }) => {
  const choice = sayChoice(next.choice)
  return (
    <>
      {choice ? <P>You chose {choice}.</P> : null}
      {next.chosen.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <Sums {...totalsOf(next.chosen)} />
          <P>{consequences[next.kind]}</P>
          {form}
          <BySchool lines={next.chosen} />
        </>
      )}
      <NotGoing {...next} />
    </>
  )
}
