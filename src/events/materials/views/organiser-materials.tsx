import { type Instant, instant, londonDay, londonTime, sayDay, sayInstant } from '#base/dates.ts'
import { acceptedFiles, sayFile } from '#base/files/file.ts'
import { manyFilesHint } from '#base/files/views/refusals.tsx'
import { Button, Choices, DayField, FileField, type Option, type Problems, Select, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Title, Warning } from '#base/web/page-parts.tsx'
import { atStart } from '#base/words.ts'
import { type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'
import type { ReleaseValues } from '../forms.ts'
import type { Material } from '../material.ts'
import { MaterialsList } from './list.tsx'

type MaterialsOf = { materials: readonly Material[]; releaseAt: Instant | undefined; people: number }

export type Typed = {
  files?: Record<'fileTitle' | 'fileSession', string>
  link?: Record<'title' | 'url' | 'linkSession', string>
  release?: ReleaseValues
}

const sessionsOf = (event: EventDetails): Option[] => [
  { value: '', text: 'Everybody at the event' },
  ...event.sessions.flatMap(({ id, title }) => (title && event.sessions.length > 1 ? [{ value: id, text: `Those at ${title}` }] : [])),
]

const forWhom = (event: EventDetails, { sessionId, sessionTitle }: Material): string =>
  sessionId === null
    ? 'Everybody at the event'
    : event.calledOff.some(({ id }) => id === sessionId)
      ? `Nobody: ${sessionTitle} is called off`
      : `Those at ${sessionTitle}`

const Card = ({ event, material, first, last }: { event: EventDetails; material: Material; first: boolean; last: boolean }) => {
  const all = `/organiser/events/${event.code}/materials`
  const at = `${all}/${material.id}`
  const hidden = <span class="govuk-visually-hidden"> “{material.title}”</span>
  return (
    <div class="govuk-summary-card" id={`material-${material.id}`}>
      <div class="govuk-summary-card__title-wrapper">
        <h3 class="govuk-summary-card__title muster-break">{material.title}</h3>
        <ul class="govuk-summary-card__actions">
          <li class="govuk-summary-card__action">
            <Link href={`${at}/change`}>Change{hidden}</Link>
          </li>
          <li class="govuk-summary-card__action">
            <Link href={`${at}/remove`}>Remove{hidden}</Link>
          </li>
        </ul>
      </div>
      <div class="govuk-summary-card__content">
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
            {first ? null : (
              <form method="post" action={`${at}/up`}>
                <Button kind="secondary">Move up{hidden}</Button>
              </form>
            )}
            {last ? null : (
              <form method="post" action={`${at}/down`}>
                <Button kind="secondary">Move down{hidden}</Button>
              </form>
            )}
          </div>
        )}
      </div>
    </div>
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

type MaterialsPageProps = {
  event: EventDetails
  of: MaterialsOf
  now: Date
  typed?: Typed
  problems?: Problems | undefined
}

export const MaterialsPage = ({ event, of, now, typed = {}, problems }: MaterialsPageProps) => {
  const at = `/organiser/events/${event.code}/materials`
  const { materials, releaseAt } = of
  const release = typed.release ?? {
    when: releaseAt ? 'at' : 'over',
    date: releaseAt ? londonDay(releaseAt) : '',
    time: releaseAt ? londonTime(releaseAt) : '',
  }
  const sessions = sessionsOf(event)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{event.title}</span>
      <h1 class="govuk-heading-l" id="materials">
        Materials
      </h1>
      <State event={event} of={of} now={now} />
      {materials.length === 0 ? (
        <P>There are none yet.</P>
      ) : (
        <>
          <P>
            <Link href={`${at}/preview`}>See them as delegates will</Link>
          </P>
          <Heading>What there is</Heading>
          {materials.map((material, n) => (
            <Card event={event} material={material} first={n === 0} last={n === materials.length - 1} />
          ))}
        </>
      )}
      {event.state === 'cancelled' ? null : (
        <>
          <Heading>Add files</Heading>
          <form method="post" action={at} enctype="multipart/form-data" novalidate>
            <FileField name="file" label="Files" hint={manyFilesHint} accept={acceptedFiles} problems={problems} multiple />
            <TextField
              name="fileTitle"
              label="What it is called (optional)"
              hint="For one file. Otherwise its name is used."
              value={typed.files?.fileTitle}
              problems={problems}
            />
            {sessions.length > 1 ? (
              <Select name="fileSession" label="Who sees them" options={sessions} value={typed.files?.fileSession} problems={problems} />
            ) : null}
            <Button>Add files</Button>
          </form>
          <Heading>Add a link</Heading>
          <form method="post" action={`${at}/link`} novalidate>
            <TextField name="title" label="What the link leads to" value={typed.link?.title} problems={problems} />
            <TextField name="url" label="Address" hint="It starts with https://" value={typed.link?.url} problems={problems} />
            {sessions.length > 1 ? (
              <Select name="linkSession" label="Who sees it" options={sessions} value={typed.link?.linkSession} problems={problems} />
            ) : null}
            <Button>Add link</Button>
          </form>
          <Heading>When they are shown</Heading>
          <form method="post" action={`${at}/release`} novalidate>
            <Choices
              name="when"
              type="radios"
              label="Show them"
              values={[release.when]}
              problems={problems}
              options={[
                { value: 'over', text: 'Once the event is over' },
                { value: 'now', text: 'Now' },
                { value: 'at', text: 'At a time, below' },
              ]}
            />
            <DayField name="date" label="Day" value={release.date} problems={problems} />
            <TextField name="time" label="Time" hint="Such as 16:00" width={5} value={release.time} problems={problems} />
            <Button kind="secondary">Save</Button>
          </form>
        </>
      )}
    </Page>
  )
}

export const PreviewPage = ({ event, materials }: { event: EventDetails; materials: readonly Material[] }) => (
  <Page>
    <span class="govuk-caption-l">{event.title}</span>
    <Title>As delegates will see it</Title>
    <P>Those of one session stand only on the pages of those who are at it.</P>
    <Heading>Slides and other materials</Heading>
    <MaterialsList materials={materials} at={`/organiser/events/${event.code}/materials/files`} />
  </Page>
)

type ChangePageProps = {
  event: EventDetails
  material: Material
  typed: Record<string, string>
  problems: Problems | undefined
}

export const ChangePage = ({ event, material, typed, problems }: ChangePageProps) => {
  const at = `/organiser/events/${event.code}/materials`
  const sessions = sessionsOf(event)
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{event.title}</span>
      <h1 class="govuk-heading-l muster-break">Change “{material.title}”</h1>
      <form method="post" action={`${at}/${material.id}/change`} enctype="multipart/form-data" novalidate>
        <input type="hidden" name="changedAt" value={typed['changedAt']} />
        <TextField name="title" label="What it is called" value={typed['title']} problems={problems} />
        <TextArea
          name="words"
          label="About it (optional)"
          hint="Whoever sees it reads this under it."
          rows={3}
          value={typed['words']}
          problems={problems}
        />
        {material.file ? (
          <FileField
            name="file"
            label="A newer file instead (optional)"
            hint={`Now it is ${material.file.name}, of ${sayDay(londonDay(material.file.at))}. A newer one takes its place at the same address. The log keeps which it was.`}
            accept={acceptedFiles}
            problems={problems}
          />
        ) : (
          <TextField name="url" label="Address" hint="It starts with https://" value={typed['url']} problems={problems} />
        )}
        {sessions.length > 1 ? (
          <Select name="session" label="Who sees it" options={sessions} value={typed['session']} problems={problems} />
        ) : null}
        <Button>Save</Button>
      </form>
      <P>
        When it is shown is set <Link href={`${at}#when`}>for all materials of the event</Link>.
      </P>
    </Page>
  )
}

export const RemovePage = ({ event, material }: { event: EventDetails; material: Material }) => (
  <Page>
    <span class="govuk-caption-l">{event.title}</span>
    <h1 class="govuk-heading-l muster-break">Remove “{material.title}”?</h1>
    <P>
      {material.file
        ? 'Nobody can download it any more, and the file is deleted. Whoever has downloaded it keeps their copy.'
        : 'Nobody sees the link any more. Whoever has followed it may remember where it led.'}
    </P>
    <form method="post" action={`/organiser/events/${event.code}/materials/${material.id}/remove`}>
      <Button kind="warning">Remove</Button>
    </form>
    <P>
      <Link href={`/organiser/events/${event.code}/materials`}>Leave it</Link>
    </P>
  </Page>
)
