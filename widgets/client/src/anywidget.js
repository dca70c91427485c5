// anywidget's models and views. Its npm package is an AMD module; the build gives its factory.

import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";
import factory from "anywidget";

export const anywidget = factory({ DOMWidgetModel, DOMWidgetView });
