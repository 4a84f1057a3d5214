import type { Child } from 'hono/jsx'
import { type Instant, instant, londonDay, sayDay, sayInstant } from '#base/dates.ts'
import { sayFile } from '#base/files/file.ts'
import { Heading, Link, P, SummaryList, Warning } from '#base/web/page-parts.tsx'
import { SummaryCard } from '#base/web/summary-card.tsx'
import { atStart } from '#base/words.ts'
import { type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'
import type { Material } from '../material.ts'
import { MaterialsList } from './list.tsx'

type MaterialsOf = { materials: readonly Material[]; releaseAt: Instant | undefined; people: number }

const forWhom = (event: EventDetails, { sessionId, sessionTitle }: Material): string =>
  sessionId === null
    ? 'Everybody at the event'
    : event.calledOff.some(({ id }) => id === sessionId)
      ? `Nobody: ${sessionTitle} is called off`
      : `Those at ${sessionTitle}`

type Move = (material: Material, way: 'up' | 'down') => Child
type CardProps = { event: EventDetails; material: Material; first: boolean; last: boolean; move: Move }

const Card = ({ event, material, first, last, move }: CardProps) => {
  const all = `/organiser/events/${event.code}/materials`
  const at = `${all}/${material.id}`
  const of = `“${material.title}”`
  const actions = [
    { href: `${at}/change`, text: 'Change', of },
    { href: `${at}/remove`, text: 'Remove', of },
  ]
  return (
    <SummaryCard id={`material-${material.id}`} title={material.title} level={3} actions={actions}>
      <SummaryList
        rows={[
          material.file
            ? [
                'File',
                <Link href={`${all}/files/${material.id}`}>
                  {`${material.file.name} (${sayFile(material.file)}, of ${sayDay(londonDay(material.file.at))})`}
                </Link>,
              ]
            : ['Link', <span class="muster-break">{material.url}</span>],
          ['About it', material.words && <span class="muster-lines muster-break">{material.words}</span>],
          ['Shown to', forWhom(event, material)],
        ]}
      />
      {first && last ? null : (
        <div class="muster-actions muster-no-print">
          {first ? null : move(material, 'up')}
          {last ? null : move(material, 'down')}
        </div>
      )}
    </SummaryCard>
  )
}

/** When, and to whom, as it is now. */
const State = ({ event, of: { releaseAt, people }, now }: { event: EventDetails; of: MaterialsOf; now: Date }) => {
  if (event.state === 'cancelled') return <Warning>The event is cancelled: nobody has a place any more, so nobody sees these.</Warning>
  const from = releaseAt ?? lastEnd(event)
  const early = releaseAt !== undefined && releaseAt < (firstStart(event) ?? '')
  return (
    <>
      <P>
        {from === undefined
          ? 'They are shown once the event is over.'
          : from <= instant(now)
            ? `They have been shown since ${sayInstant(from)}.`
            : releaseAt === undefined
              ? `They are shown once the event is over: from ${sayInstant(from)}, or when it ends if you move it.`
              : `They are shown from ${sayInstant(from)}, also if you move the event.`}{' '}
        {early ? 'That is before the event begins.' : ''}
      </P>
      <P>
        {atStart(people, 'person has', 'people have')} a place now. Whoever has one when they are shown finds them on their own page, and so
        does whoever walked in, on their record once they sign in. Whose place is cancelled or given to somebody else sees them no longer.
        Nobody else can see that there are any.
      </P>
    </>
  )
}

type MaterialsPageProps = MaterialsOf & {
  event: EventDetails
  now: Date
  move: Move
  forms: { addSome: Child; addLink: Child; release: Child }
}

export const MaterialsPage = ({ event, now, move, forms, ...of }: MaterialsPageProps) => (
  <>
    <State event={event} of={of} now={now} />
    {of.materials.length === 0 ? (
      <P>There are none yet.</P>
    ) : (
      <>
        <P>
          <Link href={`/organiser/events/${event.code}/materials/preview`}>See them as delegates will</Link>
        </P>
        <Heading>What there is</Heading>
        {of.materials.map((material, n) => (
          <Card event={event} material={material} move={move} first={n === 0} last={n === of.materials.length - 1} />
        ))}
      </>
    )}
    {event.state === 'cancelled' ? null : (
      <>
        <Heading>Add files</Heading>
        {forms.addSome}
        <Heading>Add a link</Heading>
        {forms.addLink}
        <Heading>When they are shown</Heading>
        {forms.release}
      </>
    )}
  </>
)

export const DelegatesView = ({ materials, at }: { materials: readonly Material[]; at: string }) => (
  <>
    <P>Those of one session are only on the pages of those who are at it.</P>
    <Heading>Slides and other materials</Heading>
    <MaterialsList materials={materials} at={at} />
  </>
)
