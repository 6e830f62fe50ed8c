import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { enterFace, rootRoute } from '../root-route.tsx'

const layout = createRoute({
  getParentRoute: () => rootRoute,
  path: '/office',
  beforeLoad: (entering) => enterFace(entering, 'office.enter'),
  component: lazyRouteComponent(() => import('./layout.tsx'), 'OfficeLayout'),
})

/** The office's screens. */
export const officeRoute = layout.addChildren([])
