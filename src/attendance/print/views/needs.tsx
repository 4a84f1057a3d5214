import { Link, P, Table } from '#base/web/page-parts.tsx'
import type { Maker } from '#base/web/sheet.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { accessChoices, dietaryChoices, type Needs } from '#booking/needs/need.ts'
import type { EventDetails } from '#events/events/event.ts'
import { Printed } from './frame.tsx'

type CountsProps = {
  needs: readonly Needs[]
  kind: keyof Needs
  caption: string
  words: Record<string, string>
}

const Counts = ({ needs, kind, caption, words }: CountsProps) => {
  const stated = needs.map((one) => one[kind])
  const rows = Object.entries(words)
    .map(([choice, label]) => [label, stated.filter(({ choices }) => (choices as string[]).includes(choice)).length] as const)
    .concat([['Something in words of their own', stated.filter(({ words: own }) => own !== '').length]])
    .filter(([, people]) => people > 0)
  return rows.length === 0 ? (
    <P>{caption}: nobody has told us of anything.</P>
  ) : (
    <Table
      caption={caption}
      columns={['Need', { text: 'People', numeric: true }]}
      rows={rows.map(([label, people]) => [label, sayNumber(people)])}
    />
  )
}

type NeedsProps = { event: EventDetails; confirmed: number; needs: readonly Needs[]; maker: Maker }

/** How many people need what; whose need it is stands nowhere. */
export const NeedsPage = ({ event, confirmed, needs, maker }: NeedsProps) => (
  <Printed event={event} maker={maker} part="needs">
    <P>
      {counted(needs.length, 'person', 'people')} of {sayNumber(confirmed)} told us of a need. Somebody with several is in several rows.
    </P>
    <Counts needs={needs} kind="dietary" caption="Food and drink" words={dietaryChoices} />
    <Counts needs={needs} kind="access" caption="Taking part" words={accessChoices} />
    <p class="govuk-body muster-no-print">
      What people wrote in their own words is on <Link href={`/organiser/events/${event.code}/needs`}>the page of needs</Link>.
    </p>
  </Printed>
)
