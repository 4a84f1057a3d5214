import type { Child } from 'hono/jsx'
import { text } from '#base/web/form.ts'
import type { Typed } from '#base/web/press.tsx'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'

type AskFieldsProps = Typed & { choices: SchoolChoices; before: Child; children?: Child }

/** Who wants to go, and which school is asked. @param before the field of the asker's name */
export const AskFields = ({ choices, before, body, problems, children }: AskFieldsProps) => (
  <>
    {/* Enter in a text field presses the first button of a form. */}
    <button type="submit" class="govuk-visually-hidden" tabindex={-1}>
      Ask my school
    </button>
    {before}
    <SchoolField
      name="schoolId"
      label="Your school"
      hint="Type a part of its name, its town, URN or postcode."
      schools={choices}
      value={text(body, 'schoolId')}
      problems={{ ...choices.finding?.problems, ...problems }}
    />
    {children}
  </>
)
