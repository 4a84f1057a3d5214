import { type Council, digestDays, reportSettings, type WrittenFirst, writtenFirsts } from '#base/council.ts'
import { Button, Choices, optionsOf, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, Table, Title } from '#base/web/page-parts.tsx'
import { contrastWithWhite, isColour, leastContrast } from './colour.ts'
import { pageKeys, pagePaths, pageTitles } from './page-text.ts'

/** The settings form as typed. */
export type TypedSettings = Record<keyof Council, string>

const firstWords: Record<WrittenFirst, string> = {
  dsl: 'The safeguarding lead, else the head, else the office',
  head: 'The head, else the safeguarding lead, else the office',
  business_manager: 'The office, else the safeguarding lead, else the head',
}

type SettingsPageProps = {
  values: TypedSettings
  /** The sign-in providers that are set up. */
  providers: readonly { id: string; label: string }[]
  problems?: Problems | undefined
  preview?: boolean | undefined
}

export const SettingsPage = ({ values, providers, problems, preview }: SettingsPageProps) => {
  const shared = problems ? { problems } : {}
  const colour = values.brandColour.startsWith('#') ? values.brandColour : `#${values.brandColour}`
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Title>Settings</Title>
      {preview && isColour(colour) ? (
        <div class="govuk-inset-text">
          <img
            src={`/organiser/settings/preview.svg?colour=${colour.slice(1)}&name=${encodeURIComponent(values.name)}`}
            alt={`${values.name} in white on the colour ${colour}`}
            width="400"
            height="60"
          />
          <P>
            Contrast with white: {contrastWithWhite(colour).toFixed(1)} to 1. It must be at least {leastContrast} to 1. Nothing is saved
            yet.
          </P>
        </div>
      ) : null}
      <form method="post" action="/organiser/settings" novalidate>
        <Heading>Name and colour</Heading>
        <TextField name="name" label="Name of the council" value={values.name} {...shared} />
        <TextField name="serviceName" label="Name of the service" value={values.serviceName} {...shared} />
        <TextField
          name="brandColour"
          label="Colour"
          hint={`# and six digits or letters from a to f. White words must be readable on it: a contrast of at least ${leastContrast} to 1`}
          width={10}
          value={values.brandColour}
          {...shared}
        />
        <Heading>Area</Heading>
        <TextField
          name="laCodes"
          label="Authority codes"
          hint="Three digits each, with commas between them. Schools of these authorities are counted in reports"
          width={20}
          value={values.laCodes}
          {...shared}
        />
        <Heading>Whom to contact</Heading>
        <TextField
          name="contactEmail"
          label="Email address"
          hint="Use a shared mailbox. It is shown on the public pages, and told of requests to act for a school"
          type="email"
          value={values.contactEmail}
          {...shared}
        />
        <TextField name="contactTelephone" label="Telephone number" type="tel" width={20} value={values.contactTelephone} {...shared} />
        <TextArea
          name="contactAddress"
          label="Postal address"
          hint="Shown on every page, on Help and on invoices"
          rows={4}
          value={values.contactAddress}
          {...shared}
        />
        <TextField
          name="answerDays"
          label="Working days to answer who asks to act for a school"
          hint="Those who wait are told the day, and to ring you after it"
          width={2}
          inputmode="numeric"
          value={values.answerDays}
          {...shared}
        />
        <Choices
          type="radios"
          name="digestDay"
          label="The weekly letter to schools of what is due"
          hint="Names, questions and training in one letter, to those who act for the school and may hear it. It goes in school hours in term, and only where something is due"
          values={[values.digestDay || 'never']}
          options={digestDays.map((value) => ({
            value,
            text: value === 'never' ? 'None goes' : `On ${value.charAt(0).toUpperCase()}${value.slice(1)}s`,
          }))}
          {...shared}
        />
        <Choices
          type="radios"
          name="writtenFirst"
          label="Who is written to at a school"
          hint="Invitations and notices go to one address of each school: this one, or the next that works"
          values={[values.writtenFirst || 'dsl']}
          options={writtenFirsts.map((value) => ({ value, text: firstWords[value] }))}
          {...shared}
        />
        <TextField
          name="sealEmail"
          label="Address that gets the checkpoint of the protected record each day"
          hint="One outside this service, such as that of internal audit. Left empty, none goes"
          type="email"
          value={values.sealEmail}
          {...shared}
        />
        <Heading>Data protection officer</Heading>
        <TextField name="dataProtectionName" label="Name or post" value={values.dataProtectionName} {...shared} />
        <TextField name="dataProtectionEmail" label="Their email address" type="email" value={values.dataProtectionEmail} {...shared} />
        <Heading>Safeguarding audit of schools</Heading>
        <TextField
          name="returnControllers"
          label="Who answers for what schools say in it (the controllers)"
          hint="Each new round begins with it, and schools read it before the first question"
          value={values.returnControllers}
          {...shared}
        />
        <TextField
          name="returnBasis"
          label="Lawful basis"
          hint="Such as public task, UK GDPR Article 6(1)(e). Agree it with the data protection officer"
          value={values.returnBasis}
          {...shared}
        />
        <Heading>Signing in</Heading>
        <TextField
          name="staffIdleMinutes"
          label="Minutes without use after which the council’s own people are signed out"
          hint="From 30 to 60. They are signed out after 12 hours in any case, and who only takes registers then alone"
          width={2}
          inputmode="numeric"
          value={values.staffIdleMinutes}
          {...shared}
        />
        <Choices
          type="radios"
          name="staffFactors"
          label="A second factor for the council’s own people"
          values={[values.staffFactors]}
          options={[
            { value: 'required', text: 'Required', hint: 'A passkey or an authenticator app, besides the code that is mailed' },
            { value: 'optional', text: 'Left to each of them' },
          ]}
          {...shared}
        />
        <TextField
          name="factorDays"
          label="Days to set one up in, from being given a role"
          hint="After them a role rests until its holder has set one up"
          width={2}
          inputmode="numeric"
          value={values.factorDays}
          {...shared}
        />
        {providers.length > 0 ? (
          <Choices
            type="radios"
            name="staffProvider"
            label="The sign-in that they must use"
            hint="What the others may do for the council rests until they sign in with it. Administrators with a second factor of their own come in without it"
            values={[providers.some(({ id }) => id === values.staffProvider) ? values.staffProvider : '']}
            options={[
              { value: '', text: 'None: a code from their mailbox will do' },
              ...providers.map(({ id, label }) => ({ value: id, text: label })),
            ]}
            {...shared}
          />
        ) : null}
        <Heading>Reports and audits</Heading>
        {reportSettings.map(([name, label, options]) => (
          <Choices
            {...{ name, label, type: 'radios', values: [values[name] || (Object.keys(options)[0] ?? '')], ...shared }}
            options={optionsOf(options)}
          />
        ))}
        <Heading>Mail</Heading>
        <TextField
          name="mailsPerDay"
          label="Mails that your mail plan allows in a day"
          hint="For a plan by the month, a thirtieth of it. Codes to people you know have 40% of it, which nothing else spends. Codes to unknown addresses take at most 35%, mail that is passed on 5%, and schools, newcomers and messages to many people 60%"
          width={10}
          inputmode="numeric"
          value={values.mailsPerDay}
          {...shared}
        />
        <div class="govuk-button-group">
          <Button name="action" value="save">
            Save
          </Button>
          <Button kind="secondary" name="action" value="preview">
            Preview the colour
          </Button>
        </div>
      </form>
      <P>
        <Link href="/organiser/settings/reports">Days and numbers of reports</Link> ·{' '}
        <Link href="/organiser/settings/template">Word template of reports</Link>
      </P>
      <Table
        caption="Page texts"
        columns={['Page', 'Action']}
        rows={pageKeys.map((page) => [
          <Link href={pagePaths[page]}>{pageTitles[page]}</Link>,
          <Link href={`/organiser/settings/pages/${page}`}>
            Edit<span class="govuk-visually-hidden"> {pageTitles[page]}</span>
          </Link>,
        ])}
      />
    </Page>
  )
}

type ConfirmAreaPageProps = {
  values: TypedSettings
  before: readonly string[]
  after: readonly string[]
  authorities: readonly { laCode: string; schools: number }[]
}

/**
 * Asks before the area changes, showing which schools the reports gain and lose. `authorities`: how
 * many open schools each authority has, old and new.
 */
export const ConfirmAreaPage = ({ values, before, after, authorities }: ConfirmAreaPageProps) => {
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
        {Object.entries(values).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="confirmed" value={after.join(',')} />
        <div class="govuk-button-group">
          <Button kind="warning" name="action" value="save">
            Change the area
          </Button>
          <Button kind="secondary" name="action" value="back">
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
