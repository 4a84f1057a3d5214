import type { Child } from 'hono/jsx'
import { contrastWithWhite, leastContrast } from '#base/colour.ts'
import type { Council } from '#base/council.ts'
import { Button } from '#base/web/field.tsx'
import type { Texts } from '#base/web/fields.tsx'
import { LinkGroups, type ShelfLink, Shelves } from '#base/web/page-head.tsx'
import { Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { pageKeys, pageTitles } from './page-text.ts'

export const PreviewedColour = ({ name, brandColour: colour }: Pick<Council, 'name' | 'brandColour'>) => (
  <>
    <img
      src={`/organiser/settings/preview.svg?colour=${colour.slice(1)}&name=${encodeURIComponent(name)}`}
      alt={`${name} in white on the colour ${colour}`}
      width="400"
      height="60"
    />
    <P>
      Contrast with white: {contrastWithWhite(colour).toFixed(1)} to 1. It must be at least {leastContrast} to 1.
    </P>
  </>
)

export const SettingsPage = ({ form, parts }: { form: Child; parts: readonly ShelfLink[] }) => (
  <>
    <Shelves label="Parts of the settings" links={parts} />
    {form}
    <LinkGroups
      groups={[
        {
          title: 'Also',
          links: [
            { href: '/organiser/settings/logo', text: 'Logo' },
            { href: '/organiser/settings/reports', text: 'Days and numbers of reports' },
            { href: '/organiser/settings/template', text: 'Word template of reports' },
          ],
        },
        { title: 'Page texts', links: pageKeys.map((page) => ({ href: `/organiser/settings/pages/${page}`, text: pageTitles[page] })) },
      ]}
    />
  </>
)

type ConfirmAreaPageProps = {
  /** The form. */
  sent: Texts
  before: readonly string[]
  after: readonly string[]
  authorities: readonly { laCode: string; schools: number }[]
}

/** Which schools the reports gain and lose. `authorities`: open schools of each. */
export const ConfirmAreaPage = ({ sent, before, after, authorities }: ConfirmAreaPageProps) => {
  const schoolsOf = (codes: readonly string[]) =>
    authorities.reduce((sum, { laCode, schools }) => sum + (codes.includes(laCode) ? schools : 0), 0)
  const standing = (laCode: string) =>
    after.includes(laCode) ? (before.includes(laCode) ? 'In the area, as before' : 'Joins the area') : 'Leaves the area'
  const leaves = before.some((code) => !after.includes(code))
  const missing = authorities.filter(({ laCode, schools }) => after.includes(laCode) && schools === 0).map(({ laCode }) => laCode)
  return (
    <Page>
      <Title>Change the area that every report counts?</Title>
      <P>
        Open schools counted now: {schoolsOf(before)}; after the change: {schoolsOf(after)}. This holds for reports of past dates too: one
        made again will not agree with the one made before.
      </P>
      <Table
        caption="Authorities"
        columns={['Authority', { text: 'Open schools', numeric: true }, 'After the change']}
        rows={authorities.map(({ laCode, schools }) => [laCode, String(schools), standing(laCode)])}
      />
      {missing.length > 0 ? (
        <P>No school of {missing.join(', ')} is held. Until the register is imported for the new area, reports count nothing there.</P>
      ) : null}
      {leaves ? (
        <P>
          Schools of an authority that leaves can no longer be picked from lists of schools, and from now on are priced and charged as
          schools outside the area. Nothing that is recorded of them is lost, and they are counted again if you put the code back.
        </P>
      ) : null}
      <form method="post" action="/organiser/settings">
        {Object.entries(sent).flatMap(([name, values]) =>
          [values ?? []].flat().map((value) => <input type="hidden" name={name} value={value} />),
        )}
        <input type="hidden" name="confirmed" value={after.join(',')} />
        <div class="govuk-button-group">
          <Button kind="warning">Change the area</Button>
          <Button kind="secondary" name="action" value="again">
            Go back to the form
          </Button>
        </div>
      </form>
      <P>
        <Link href="/organiser/settings">Leave the settings as they are</Link>
      </P>
    </Page>
  )
}
