import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { enterFace, rootRoute } from '../root-route.tsx'

const layout = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator',
  beforeLoad: (entering) => enterFace(entering, 'platform.operate'),
  component: lazyRouteComponent(() => import('./layout.tsx'), 'OperatorLayout'),
})

/** The operator's screens. */
export const operatorRoute = layout.addChildren([])
