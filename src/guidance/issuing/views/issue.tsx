import type { Child } from 'hono/jsx'
import { londonDay } from '#base/dates.ts'
import { Bullets, Details, Link, P, SummaryList, Table, Warning } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import type { RoleOption } from '#schools/schools/role.ts'
import { kinds, outsideKinds, schoolLabel, sectors } from '#schools/schools/school.ts'
import {
  askingWords,
  daysUntilIssued,
  type GuidanceDocument,
  sayDaysUntilIssued,
  sayGiven,
  type Version,
} from '../../documents/document.ts'
import { sayDueBy } from '../../documents/views/version.tsx'
import { countsOf, type Preview } from '../issuing.ts'

const groupSectors = { ...sectors, early_years: 'Early years settings' }
const groupKinds = { ...outsideKinds, ...kinds }
const nameOf = (of: Readonly<Record<string, string>>, key: string): string => of[key] ?? key

/** Whom the choice on the draft concerns, and what follows. */
const sayAsked = ({ askAgain }: Version, answered: number, schools: number): string =>
  askAgain
    ? `${counted(answered, 'school')} that answered before. Their answers stand no more.`
    : `${counted(answered, 'school')} that answered before. Their answers stand. The email tells them so. The other ${sayNumber(schools - answered)} are asked.`

type PreviewProps = {
  document: GuidanceDocument
  version: Version
  preview: Preview
  /** Schools whose answer to an earlier version stands. */
  answered: number
  roles: readonly RoleOption[]
  /** Settings of the early years list that are no organisation here. */
  unknown: number
  now: string
  form: Child
}

export const IssuePreview = ({ document, version, preview, answered, roles, unknown, now, form }: PreviewProps) => {
  const days = daysUntilIssued(version.availableOn, now)
  const labels = new Map(roles.map(({ id, label }) => [id, label]))
  return (
    <>
      <SummaryList
        rows={[
          ['Schools that get it', sayNumber(preview.schools)],
          [
            'Early years settings that get it',
            document.audience.settings.length === 0 ? 'None: it is not for them' : sayNumber(preview.settings),
          ],
          ['Letters to named people', sayNumber(preview.letters)],
          ['Schools are asked', askingWords[document.asked]],
          [version.askAgain ? 'Asked again' : 'Not asked again', answered === 0 ? undefined : sayAsked(version, answered, preview.schools)],
          ['By when', sayDueBy(version, document.asked)],
          ['Time since it was published nationally', days === undefined ? 'Not known: the draft does not say' : sayDaysUntilIssued(days)],
        ]}
      />
      <Table
        caption="By sector and kind"
        columns={['Sector', 'Kind', { text: 'Number', numeric: true }]}
        rows={preview.groups.map(({ sector, kind, schools }) => [
          nameOf(groupSectors, sector),
          nameOf(groupKinds, kind),
          sayNumber(schools),
        ])}
      />
      <Table
        caption="Who gets it"
        columns={[
          'Role',
          { text: 'Its holder', numeric: true },
          { text: 'Vacant: the head', numeric: true },
          { text: 'Vacant: people who can book for the school', numeric: true },
          { text: 'Nobody', numeric: true },
        ]}
        rows={preview.roles.map((row) => [
          labels.get(row.roleId) ?? row.roleId,
          sayNumber(row.holder),
          sayNumber(row.head),
          sayNumber(row.others),
          sayNumber(row.nobody),
        ])}
      />
      {preview.silent.length > 0 ? (
        <Details summary={`${sayGiven(countsOf(preview.silent))} where nobody can be written to`}>
          <P>They are given it too, and it is on their own page. Tell them in another way.</P>
          <Bullets>
            {preview.silent.slice(0, 200).map((school) => (
              <li>{schoolLabel(school)}</li>
            ))}
          </Bullets>
        </Details>
      ) : null}
      {unknown === 0 ? null : (
        <P>
          {counted(unknown, 'setting')} of the <Link href="/organiser/schools/early-years">early years list</Link>{' '}
          {plural(unknown, 'is', 'are')} not set up here, and {plural(unknown, 'does', 'do')} not get it.
        </P>
      )}
      <P>
        Each school sees the text, what has changed, what it is asked and by when, and who there confirmed it.{' '}
        <Link href={`/guidance/${document.id}/versions/${version.number}`}>Read it as it will be</Link>.
      </P>
      {version.dueOn !== undefined && version.dueOn < londonDay(now) ? (
        <Warning>
          The day by which schools do it is over already, so that all would be late at once.{' '}
          <Link href={`/guidance/${document.id}/draft`}>Choose a later day</Link>.
        </Warning>
      ) : null}
      <Warning>Once it is issued it cannot be changed, only followed by another version or withdrawn.</Warning>
      {version.source === 'own' ? (
        <P>
          It is the council’s own, so a second person reads it and issues it. If it is urgent, issue it at once: a second person then
          approves it by the end of the next working day. Schools see that until it is done.
        </P>
      ) : null}
      {form}
    </>
  )
}
