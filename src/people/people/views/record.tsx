import { type Instant, sayDay, sayLongDay, sayTime } from '#base/dates.ts'
import { markWords, sayRecorded } from '#base/standing.ts'
import { Address, Heading, Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { outcome } from '#schools/schools/record.ts'
import { datesSaid, sourceSaid } from '#schools/schools/role.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { OfferedRecord, OwnLine, RoleHeld } from '../person.ts'

const Outcome = ({ line, now }: { line: OwnLine; now: Instant }) => {
  const recorded = outcome(line)
  const { text, colour } = sayRecorded({ ...line, eventCancelled: line.cancelled, outcome: recorded }, now)
  return (
    <>
      <Tag colour={colour}>{text}</Tag>
      {recorded && line.marks.length > 1 ? (
        <ul class="govuk-list govuk-!-margin-bottom-0">
          {line.marks.map((mark) => (
            <li>
              {mark.session || `Session ${mark.position}`}: {mark.markType ? markWords[mark.markType].toLowerCase() : 'not recorded'}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

const when = (line: OwnLine): string =>
  line.startsAt.length === 10 ? sayDay(line.startsAt) : `${sayLongDay(line.startsAt)}, ${sayTime(line.startsAt)}`

const Hint = ({ children }: { children: string | null }) =>
  children ? <div class="govuk-hint govuk-!-margin-bottom-0 govuk-!-font-weight-regular">{children}</div> : null

const School = ({ line }: { line: OwnLine }) => (
  <>
    {line.schoolName || 'No school given'}
    <Hint>{line.role}</Hint>
    <Hint>{line.schoolNow && `Now ${line.schoolNow}`}</Hint>
    <Hint>{line.represents.length > 0 ? `Also representing ${line.represents.join(', ')}` : ''}</Hint>
  </>
)

const note = (line: OwnLine): string =>
  line.source === 'walk_in' ? 'Came without a booking' : line.source === 'earlier' ? `From before this service: ${line.knownFrom}` : ''

type LinesTableProps = {
  lines: readonly OwnLine[]
  now: Instant
  caption: string
  events: string
  certificates?: true
}

export const LinesTable = ({ lines, now, caption, events, certificates }: LinesTableProps) => (
  <Table
    caption={caption}
    captionClass="govuk-visually-hidden"
    columns={['Event', 'For', 'Recorded']}
    rows={lines.map((line) => [
      <>
        {line.eventCode ? <Link href={`${events}/${line.eventCode}`}>{line.title}</Link> : line.title}
        <Hint>{when(line)}</Hint>
        <Hint>{note(line)}</Hint>
      </>,
      <School line={line} />,
      <>
        <Outcome line={line} now={now} />
        {certificates && line.certificateNumber ? (
          <div>
            <Link href={`/c/${line.certificateNumber}`}>
              Certificate<VisuallyHidden> of {line.title}</VisuallyHidden>
            </Link>
          </div>
        ) : null}
      </>,
    ])}
  />
)

type RolesTableProps = {
  roles: readonly RoleHeld[]
  caption: string
  change?: string
  /** Whether its reader can say that one is not so. */
  dispute?: true
  who?: boolean
}

/** @param change the address for changing one, without its id */
export const RolesTable = ({ roles, caption, change, dispute, who }: RolesTableProps) => (
  <Table
    caption={caption}
    {...(change ? {} : { captionClass: 'govuk-visually-hidden' })}
    columns={[who ? 'Person and role' : 'Role and where', 'When', ...(change ? ['Change'] : []), ...(dispute ? ['What you can say'] : [])]}
    rows={roles.map((role) => [
      <>
        {who ? (role.personName ?? 'Name erased') : role.role}
        <Hint>{who ? role.role : schoolLabel(role.school)}</Hint>
      </>,
      <>
        {datesSaid(role)}
        <Hint>{sourceSaid(role)}</Hint>
        <Hint>
          {role.disputedAt
            ? `Disputed since ${sayDay(role.disputedAt)}: not counted until that is answered`
            : role.confirmedAt
              ? `Confirmed on ${sayDay(role.confirmedAt)}`
              : 'Not confirmed by the school or the council'}
        </Hint>
      </>,
      ...(change
        ? [
            <a class="govuk-link muster-no-print" href={`${change}/${role.id}`}>
              {role.toDate ? 'Change dates' : 'End or change'}
              <VisuallyHidden>
                {' '}
                {role.role}
                {who ? ` of ${role.personName}` : ` at ${role.school.name}`}
              </VisuallyHidden>
            </a>,
          ]
        : []),
      ...(dispute
        ? [
            <>
              {role.roleId === 'head' && role.confirmedAt && !role.toDate && !role.disputedAt ? (
                <>
                  <a class="govuk-link muster-no-print" href={`/school/${role.schoolId}/roles`}>
                    Say who holds which role at {role.school.name}
                  </a>
                  <br />
                </>
              ) : null}
              <a class="govuk-link muster-no-print" href={`/account/record/roles/${role.id}/dispute`}>
                {role.disputedAt ? 'You said that this is not right' : role.agreed || role.toDate ? 'This is not right' : 'Is this right?'}
                <VisuallyHidden>
                  : {role.role} at {role.school.name}
                </VisuallyHidden>
              </a>
            </>,
          ]
        : []),
    ])}
  />
)

const heldSaid = ({ places, roles }: OfferedRecord): string =>
  [places > 0 && inWords(places, 'place'), roles > 0 && `${inWords(roles, 'role')} at schools`].filter(Boolean).join(' and ')

export const IsThisYou = ({ offered }: { offered: OfferedRecord }) => (
  <>
    <Heading>
      Are you {offered.name}
      {offered.school ? ` of ${offered.school}` : ''}?
    </Heading>
    <P>
      A record with this address has {heldSaid(offered)}. If it is yours, it becomes your own here. If it is somebody else’s, leave it, and
      tell the council that the address is wrong.
    </P>
  </>
)

/** `write to bookings@council.example`, in mid-sentence */
export const TellCouncil = ({ council: { name, contactEmail } }: { council: { name: string; contactEmail: string } }) =>
  contactEmail ? (
    <>
      write to{' '}
      <Link href={`mailto:${contactEmail}`}>
        <Address email={contactEmail} />
      </Link>
    </>
  ) : (
    <>tell {name}</>
  )

/** A shared address shows nobody's record, because anyone there could claim it. */
export const NoOwnRecord = ({ shared }: { shared: boolean }) =>
  shared ? (
    <P>This address is read by several people, so it shows nobody’s own record. Sign in with your own email address to see yours.</P>
  ) : (
    <P>
      We do not know your name yet. <Link href="/account">Give it on your account page</Link>, and your record begins. Do you book for a
      school? <Link href="/school/claims/new">Ask to book for it</Link>.
    </P>
  )
