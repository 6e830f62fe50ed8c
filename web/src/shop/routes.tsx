import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { enterFace, rootRoute } from '../root-route.tsx'

const layout = createRoute({
  getParentRoute: () => rootRoute,
  path: '/shop',
  beforeLoad: (entering) => enterFace(entering, 'shop.enter'),
  component: lazyRouteComponent(() => import('./layout.tsx'), 'ShopLayout'),
})

/** The shop's screens. */
export const shopRoute = layout.addChildren([])
