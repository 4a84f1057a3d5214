import { ofSchools } from '#test/support/pages.ts'
import { testTours } from '#test/support/tour.ts'

testTours(ofSchools)
