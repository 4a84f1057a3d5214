import type { Child } from 'hono/jsx'
import { sayInstant, sayWhen } from '#base/dates.ts'
import { Heading, Link, P, Table, Tag } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import { worthOf } from '../match.ts'
import { longestOf, type Meeting, type ReportOfMeeting, readyIn, saidScreens, screenChoices } from '../meeting.ts'
import { minutesOf } from '../span.ts'

export const sayMinutes = (minutes: number | null, atLeast: number): string =>
  minutes === null ? (atLeast > 0 ? `at least ${counted(atLeast, 'minute')}` : 'not known') : counted(minutes, 'minute')

const worthWords = { attended: 'Enough', part: 'In part', not: 'Not while it ran', unknown: 'To be marked by you' } as const

const state = ({ takenBackAt, pending }: ReportOfMeeting) =>
  takenBackAt ? (
    <Tag colour="grey">Taken back</Tag>
  ) : pending.length > 0 ? (
    <Tag colour="orange">{pending.length} to decide</Tag>
  ) : (
    <Tag colour="green">Applied</Tag>
  )

const Stays = ({ meeting }: { meeting: Meeting }) => {
  const { register, stays, threshold } = meeting
  const names = new Map(meeting.places.map(({ placeId, name }) => [placeId, name ?? 'Not named']))
  const places = Map.groupBy(stays, ({ placeId }) => placeId)
  if (places.size === 0) return null
  return (
    <Table
      caption="Minutes by the reports"
      columns={['Name', { text: 'Minutes', numeric: true }, 'Worth', 'Evidence']}
      rows={[...places]
        .map(([placeId, of]) => ({ name: names.get(placeId) ?? 'Cancelled', of, ...minutesOf(of, register.session) }))
        .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
        .map(({ name, of, minutes, atLeast }) => [
          name,
          sayMinutes(minutes, atLeast),
          worthWords[worthOf(minutes, atLeast, longestOf(register), threshold)],
          of.some(({ evidence }) => evidence === 'report') ? 'Report' : 'Stated: watched with somebody',
        ])}
    />
  )
}

/** What schools and delegates say, until it is marked. */
const SaidTogether = ({ meeting, form }: { meeting: Meeting; form: Child }) => {
  const screens = saidScreens(meeting)
  if (screens.length === 0) return null
  const names = new Map(meeting.places.map(({ placeId, name, school }) => [placeId, `${name ?? 'Not named'}, ${school}`]))
  const by = new Map(meeting.said.map(({ placeId, saidBy }) => [placeId, saidBy]))
  return (
    <>
      <Table
        caption="Said to have watched together"
        columns={['Name', 'At the screen of', 'Said by', 'In a report']}
        rows={screens.flatMap(({ placeId, withIds, shown }) =>
          withIds.map((id) => [
            names.get(id) ?? '',
            names.get(placeId) ?? '',
            by.get(id) === 'school' ? 'Their school' : 'By the link of the other',
            shown ? 'Yes' : 'Not yet',
          ]),
        )}
      />
      {readyIn(meeting) > 0 ? form : <P>They can be marked once a report shows the person at whose screen they were.</P>}
    </>
  )
}

const Together = ({ meeting, form }: { meeting: Meeting; form: Child }) => {
  const { shown, others } = screenChoices(meeting)
  if (shown.length === 0 || others.length === 0) return null
  return (
    <>
      <Heading>Several people at one screen</Heading>
      <P>
        Somebody whom the report shows may have had colleagues beside them. They get the same minutes, marked as stated and not as shown.
      </P>
      {form}
    </>
  )
}

export const ThresholdFields = ({ fields }: { fields: Record<string, Child> }) => (
  <>
    {Object.values(fields)}
    <P>People there for less are proposed as attended in part. It changes no mark until a report is applied.</P>
  </>
)

type MeetingSoFarProps = Record<'upload' | 'markSaid' | 'together' | 'threshold', Child> & { meeting: Meeting; at: string }

export const MeetingSoFar = ({ meeting, at, upload, markSaid, together, threshold }: MeetingSoFarProps) => {
  const { register, reports } = meeting
  const { session } = register
  const joined = meeting.places.filter(({ joinings }) => joinings.length > 0)
  return (
    <>
      <P>
        {sayWhen(session.startsAt, session.endsAt)}, UK time. {atStart(joined.length, 'person has', 'people have')} pressed their own link
        to join.
      </P>
      {upload}
      {reports.length > 0 ? (
        <Table
          caption="Reports"
          columns={['Read', 'By', 'People', 'Not stored', 'State']}
          rows={reports.map((report) => [
            <Link href={`${at}/reports/${report.id}`}>{sayInstant(report.uploadedAt)}</Link>,
            report.by ?? '',
            String(report.people),
            `${counted(report.telephones, 'telephone caller')}, ${counted(report.bots, 'note-taking program')}`,
            state(report),
          ])}
        />
      ) : null}
      <SaidTogether meeting={meeting} form={markSaid} />
      <Stays meeting={meeting} />
      <Together meeting={meeting} form={together} />
      <Heading>How long is enough?</Heading>
      {threshold}
    </>
  )
}
