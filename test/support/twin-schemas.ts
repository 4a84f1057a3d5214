// Once before the tests: reading the SDK's types takes a while, and no test should wait for it.
import { prepareStripeTwin } from '#tools/twins/stripe/app.ts'

export const setup = async (): Promise<void> => prepareStripeTwin()
