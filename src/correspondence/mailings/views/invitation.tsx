import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Files, Rowed } from '#base/list/views.tsx'
import { Address, Heading, Link, LongTable, P, Tag } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { figuresOf, type InvitedSchool, isToRing, sayOutcome, sayTrustOutcome } from '../invitation.ts'
import type { Mailing } from '../mailing.ts'
import { type Chosen, ringWhy, runBy, sayReached, trustRingWhy, trustsToRing, whyNotWords } from '../people.ts'

const nameOf = (one: InvitedSchool) => <Link href={`/organiser/schools/${one.schoolId}`}>{schoolLabel(one)}</Link>

/** The trusts that a draft would go to beside their schools, and why to some not. */
export const ChosenTrusts = ({ trusts: { counts, recipients, ring } }: { trusts: Chosen }) =>
  counts.schools === 0 ? null : (
    <LongTable
      first={10}
      of="trusts"
      dense
      caption={`${counted(counts.schools, 'trust')}, beside their schools`}
      columns={['Trust', 'Name', 'Address', 'Gets it']}
      rows={[
        ...recipients.map(({ school, name, email, why }) => [
          school.name,
          name,
          <Address email={email} />,
          why === null ? 'Yes' : <Tag colour="grey">{whyNotWords[why]}</Tag>,
        ]),
        ...ring
          .filter(({ why }) => why === 'no_address')
          .map(({ school }) => [school.name, '', '', <Tag colour="grey">No confirmed address</Tag>]),
      ]}
    />
  )

type NotReachedProps = {
  mailing: Mailing
  chosen: Chosen
  trusts: Chosen
  ofPeople: boolean
}

export const NotReached = ({ mailing, chosen, trusts, ofPeople }: NotReachedProps) => {
  const [ring, rows] = [trustsToRing(trusts), chosen.ring.slice(0, 200)]
  return (
    <>
      <Heading id="ring">Not reached by this: ring them</Heading>
      {rows.length + ring.length === 0 ? (
        <P>Everybody chosen has an address that this reaches.</P>
      ) : (
        <>
          <Files at={`/organiser/mailings/${mailing.id}/ring`} query="" />
          <LongTable
            first={10}
            of="to ring"
            dense
            caption={`${sayNumber(chosen.ring.length + ring.length)} not reached${rows.length < chosen.ring.length ? ', the first 200 schools' : ''}`}
            columns={[ring.length > 0 ? 'School or trust' : 'School', ...(ofPeople ? ['Name'] : []), 'Telephone', 'Why']}
            rows={[
              ...rows.map((one) => [
                <Link href={`/organiser/schools/${one.schoolId}`}>{schoolLabel(one.school)}</Link>,
                ...(ofPeople ? [one.name] : []),
                one.telephone || 'Not known',
                ringWhy[one.why],
              ]),
              ...ring.map((one) => [one.school.name, 'Not known', trustRingWhy(one.why)]),
            ]}
          />
        </>
      )}
    </>
  )
}

const Trusts = ({ trusts, schools }: { trusts: readonly InvitedSchool[]; schools: readonly InvitedSchool[] }) => (
  <LongTable
    first={10}
    of="trusts"
    dense
    caption={`${counted(trusts.length, 'trust')}, with the schools that are invited here`}
    columns={['Trust', 'To', { text: 'Schools', numeric: true }, { text: 'Booked after it', numeric: true }, 'What came of it']}
    rows={trusts.map((trust) => {
      const its = schools.filter(({ trustUid }) => trustUid === trust.trustUid)
      return [trust.name, trust.emails, sayNumber(its.length), sayNumber(its.filter(({ booked }) => booked).length), sayTrustOutcome(trust)]
    })}
  />
)

type InvitedProps = {
  mailing: Mailing
  schools: readonly InvitedSchool[]
  /** Those of a page. */
  slice: Slice<InvitedSchool>
  /** Those that were invited beside them. */
  trusts: readonly InvitedSchool[]
  /** The invitation that repeated it; undefined: none has. */
  repeatedBy: { id: string; startedAt: string } | undefined
  /** The form that sets when it goes once more; undefined: nobody can book. */
  again: Child | undefined
  url: string
}

export const Invited = ({ mailing, schools, slice, trusts, repeatedBy, again, url }: InvitedProps) => {
  const figures = figuresOf(schools)
  const at = `/organiser/mailings/${mailing.id}`
  const [toRing, unreached] = [schools.filter(isToRing), trusts.filter((one) => isToRing({ ...one, booked: 0 }))]
  const shown: [number, string][] = [
    [figures.schools, `${plural(figures.schools, 'school')} chosen`],
    [figures.reached, 'reached'],
    [figures.booked, 'booked after it'],
    [figures.stopped, 'stopped these invitations'],
    [figures.cameBack, 'came back'],
    [figures.toRing, `${plural(figures.toRing, 'school')} to ring`],
    ...(trusts.length > 0
      ? [[trusts.filter(({ went }) => went).length, `of ${counted(trusts.length, 'trust')} reached beside them`] as [number, string]]
      : []),
    ...(figures.notSent > 0 ? [[figures.notSent, 'not sent'] as [number, string]] : []),
  ]
  return (
    <>
      <Heading>What came of it</Heading>
      <ul class="muster-figures">
        {shown.map(([n, said]) => (
          <li>
            <span class="muster-figure">{sayNumber(n)}</span> {said}
          </li>
        ))}
      </ul>
      <P>
        Reached: the mail left and no mail server gave it back. Nobody is told who opened it. {counted(figures.unanswered, 'school')}{' '}
        {plural(figures.unanswered, 'has', 'have')} not answered.
      </P>
      {repeatedBy ? (
        <P>
          <Link href={`/organiser/mailings/${repeatedBy.id}`}>It went once more on {sayDay(repeatedBy.startedAt)}</Link>
        </P>
      ) : mailing.againOfId ? (
        <P>
          <Link href={`/organiser/mailings/${mailing.againOfId}`}>The invitation that this repeats</Link>
        </P>
      ) : (
        again
      )}
      <Heading id="ring">Ring them: no mail reaches them</Heading>
      {toRing.length + unreached.length === 0 ? (
        <P>None.</P>
      ) : (
        <>
          <Files at={`${at}/ring`} query="" />
          <LongTable
            first={10}
            of="to ring"
            dense
            caption={sayReached(toRing.length, unreached.length)}
            columns={['School or trust', 'Telephone', 'Why']}
            rows={[
              ...toRing.map((one) => [nameOf(one), one.telephone || 'Not known', sayOutcome(one)]),
              ...unreached.map((one) => [one.name, 'Not known', sayTrustOutcome(one)]),
            ]}
          />
        </>
      )}
      {trusts.length > 0 ? <Trusts trusts={trusts} schools={schools} /> : null}
      <Rowed
        slice={slice}
        url={url}
        none={null}
        dense
        caption={counted(schools.length, 'school')}
        columns={[
          { name: 'School', cell: nameOf },
          { name: 'Run by', cell: ({ individual }) => runBy[individual] },
          { name: 'To', cell: ({ emails }) => emails },
          { name: 'What came of it', cell: (one) => sayOutcome(one) },
        ]}
      />
    </>
  )
}
